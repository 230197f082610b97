/** Dark or light, as the system says or as the reader chose. */

const NEXT = { system: "dark", dark: "light", light: "system" };
const SIGNS = { system: "◐", dark: "☾", light: "☀" };

export function startTheme(button, changed) {
    let chosen = remembered();
    const turn = () => {
        if (chosen === "system") {
            delete document.documentElement.dataset.theme;
        } else {
            document.documentElement.dataset.theme = chosen;
        }
        button.textContent = SIGNS[chosen];
        button.setAttribute("aria-label", `Colours: ${chosen === "system" ? "as the system" : chosen}`);
        button.title = button.getAttribute("aria-label");
    };
    button.addEventListener("click", () => {
        chosen = NEXT[chosen];
        remember(chosen);
        turn();
        changed();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
    turn();
}

/** A browser that keeps nothing of pages throws. */
function remembered() {
    try {
        return NEXT[localStorage.getItem("theme")] ? localStorage.getItem("theme") : "system";
    } catch {
        return "system";
    }
}

function remember(chosen) {
    try {
        localStorage.setItem("theme", chosen);
    } catch {
        // it is asked for again at the next visit
    }
}
