import { h } from "./dom.js";
import { clock, whole } from "./format.js";
import { command } from "./command.js";

/** Dead letters by reason, the newest of each, and the command that replays them. */
export function lettersPanel({ total, reasons }, now) {
    const sorted = [...(reasons ?? [])].sort((a, b) => b.total - a.total);
    return [
        h("h2", { id: "letters-title" }, "Dead letters", h("span", { class: "tag" }, whole(total))),
        sorted.length === 0 && h("p", { class: "quiet" }, "Every reading could be scored."),
        sorted.map((reason) =>
            h(
                "details",
                { key: reason.reason },
                h("summary", null, h("code", null, reason.reason), h("span", { class: "number" }, whole(reason.total))),
                (reason.samples ?? []).length > 0 &&
                    h(
                        "ul",
                        { class: "samples" },
                        reason.samples.map((sample) =>
                            h(
                                "li",
                                {
                                    key: `${sample.topic}/${sample.partition}/${sample.offset}`,
                                },
                                h("p", null, sample.message),
                                h(
                                    "p",
                                    { class: "quiet" },
                                    `${clock(sample.at, now)} · ${sample.topic} ${sample.partition}, offset ${sample.offset}${sample.sensor ? ` · ${sample.sensor}` : ""}`,
                                ),
                            ),
                        ),
                    ),
                reason.replay && command(reason.replay, "When the cause is gone, send them again:"),
            ),
        ),
    ];
}
