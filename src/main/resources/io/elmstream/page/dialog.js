/** What can be done with a model, the question before it is done, and the governor's answer. */

import { h, show } from "./dom.js";
import { command, quoted } from "./command.js";
import { inForce, named } from "./facts.js";

/** The number of the question that the dialog shows: an answer to an earlier one is not shown. */
let asked = 0;

/** The actions that make sense for a model now: `{ action, version, label, question, command }`. */
export function possible(model) {
    const list = [];
    const at = ` --expect-revision ${model.revision}`;
    const id = quoted(model.id);
    if (model.challenger) {
        list.push({
            action: "promote",
            version: model.challenger,
            label: `Promote v${model.challenger}`,
            question: `v${model.challenger} becomes the champion of ${model.id} and scores the readings of all sensors.`,
            command: `elmstream model promote ${id}${at}`,
        });
    }
    if ((model.timeline ?? []).length > 1 && (model.champion || model.challenger)) {
        const target = model.challenger ?? model.champion;
        list.push({
            action: "rollback",
            version: target,
            label: model.challenger ? "Roll back the trial" : "Roll back",
            question:
                `The last step of ${model.id} is taken back, at once and also for readings that wait.` +
                ` In force now: ${inForce(model)}.`,
            command: `elmstream model rollback ${id}${at}`,
        });
    }
    for (const version of model.versions ?? []) {
        const idle = version.version !== model.champion && version.version !== model.challenger;
        // what the governor refused has no file
        const kept = version.state === "ready" || (version.state === "failed" && version.bytes > 0);
        if (idle && kept) {
            list.push({
                action: "retire",
                version: version.version,
                label: `Retire v${version.version}`,
                question: `The file of ${named(model.id, version.version)} is deleted. Its number cannot be used again.`,
                command: `elmstream model retire ${id} ${version.version}${at}`,
            });
        }
    }
    return list;
}

/** Asks whether to do it; `send(body)` resolves to the governor's answer. */
export function ask(dialog, model, { action, version }, send) {
    const chosen = possible(model).find((one) => one.action === action && one.version === version);
    if (chosen === undefined) {
        return;
    }
    const body = { action, model: model.id, version, revision: model.revision };
    show(
        dialog,
        h("h2", { id: "dialog-title" }, `${chosen.label}?`),
        h("p", null, chosen.question),
        command(chosen.command, "The same as a command:"),
        h("p", { id: "answer", role: "status" }),
        h(
            "p",
            { class: "buttons" },
            h("button", { type: "button", value: "no" }, "Cancel"),
            h("button", { type: "button", value: "yes", class: "main" }, chosen.label),
        ),
    );
    const turn = ++asked;
    const [no, yes] = dialog.querySelectorAll(".buttons button");
    no.onclick = () => dialog.close();
    yes.onclick = async () => {
        yes.disabled = true;
        // what was sent cannot be cancelled
        no.textContent = "Close";
        answer(dialog, "waiting", "Waiting for the governor…");
        const [kind, text] = await send(body).then(
            (said) => [said.accepted ? "good" : "bad", inWords(said)],
            (failure) => ["bad", failure.message],
        );
        if (turn === asked) {
            answer(dialog, kind, text);
            yes.hidden = true;
            no.focus();
        }
    };
    dialog.showModal();
    no.focus();
}

function answer(dialog, kind, text) {
    const place = dialog.querySelector("#answer");
    place.className = kind;
    place.textContent = text;
}

function inWords({ accepted, reason, text, revision }) {
    if (accepted) {
        return `✓ Accepted${revision === null || revision === undefined ? "" : `, revision ${revision}`}. ${text ?? ""}`;
    }
    return `✕ Refused${reason ? ` (${reason})` : ""}. ${text ?? ""}`;
}
