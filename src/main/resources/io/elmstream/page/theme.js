/** Dark or light, as the system says or as the reader chose. */

const NEXT = { system: "dark", dark: "light", light: "system" };
const SIGNS = { system: "◐", dark: "☾", light: "☀" };

export function startTheme(button, changed) {
    let chosen = localStorage.getItem("theme") ?? "system";
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
        localStorage.setItem("theme", chosen);
        turn();
        changed();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
    turn();
}
