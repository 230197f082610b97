/** How a lane is drawn with uPlot: axes, scales, bars and lines, and the marks through it. */

import uPlot from "./lib/uPlot.esm.js";
import { turns } from "./flags.js";
import { compact, duration } from "./format.js";
import { colours } from "./palette.js";

const AXIS_REM = 3.4;

/** The size of the root's font in pixels, which all sizes follow. */
export function rem() {
    return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** The height of a lane's chart in pixels; the last has the axis of time. */
export function heightOf(lane) {
    return Math.round(lane.rem * rem() + (lane.id === "delay" ? 1.6 * rem() : 0));
}

/** The options of uPlot for a lane. */
export function options(row, lane, width, { marks, drawn, pointed, chosen, newest }) {
    const paint = colours();
    const font = `${Math.round(0.75 * rem())}px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif`;
    const last = row.id === "delay";
    const bars = uPlot.paths.bars({ size: [0.8, 12, 2] });
    const splits = last ? { filter: decades } : {};
    const lines = {
        ...splits,
        grid: { ...splits, stroke: paint.grid, width: 1 },
        ticks: { show: false },
        stroke: paint.faint,
        font,
    };
    const style = (one) => {
        if (row.id === "flow") {
            return { fill: one.colour, stroke: paint.paper, width: 1 };
        }
        return last ? { stroke: one.colour, width: 1.5 } : { fill: one.colour, width: 0, paths: bars };
    };
    return {
        width,
        height: heightOf(lane),
        padding: [Math.round(0.4 * rem()), Math.round(1.9 * rem()), last ? 0 : Math.round(0.3 * rem()), 0],
        legend: { show: false },
        cursor: {
            sync: { key: "time" },
            points: { show: false },
            y: false,
            drag: { x: true, y: false, setScale: false },
            bind: { dblclick: () => () => newest() },
        },
        scales: { x: { time: true, auto: false }, y: scale(row.id) },
        axes: [
            {
                ...lines,
                show: true,
                size: last ? Math.round(1.6 * rem()) : 0,
                values: last ? times : (chart, splits) => splits.map(() => ""),
                space: 5 * rem(),
            },
            {
                ...lines,
                size: Math.round(AXIS_REM * rem()),
                values: (chart, splits) =>
                    splits.map(last ? delayTick : (value) => (wanted(value) ? compact(Math.abs(value)) : "")),
                space: (row.id === "flow" ? 2.4 : 1.5) * rem(),
            },
        ],
        series: [
            {},
            ...row.series.map((one) => ({ label: one.name, points: { show: false }, spanGaps: false, ...style(one) })),
        ],
        hooks: {
            draw: [
                (chart) => {
                    rules(chart, marks(), paint);
                    drawn(chart);
                },
            ],
            setCursor: [pointed],
            setSelect: [chosen],
        },
    };
}

function scale(id) {
    switch (id) {
        case "flow":
            return { range: (chart, low, high) => [0, 1.08 * (high || 1)] };
        case "alerts":
            return { range: (chart, low, high) => [-Math.max(1, -low), Math.max(1, high)] };
        case "letters":
            return { range: (chart, low, high) => [0, Math.max(1, high)] };
        default:
            return {
                distr: 3,
                range: (chart, low, high) => [1, Math.max(100, 10 ** Math.ceil(Math.log10(high || 1)))],
            };
    }
}

/** A vertical line for each mark in sight. */
function rules(chart, marks, paint) {
    const { ctx, bbox } = chart;
    const { min, max } = chart.scales.x;
    ctx.save();
    for (const mark of marks) {
        const seconds = mark.at / 1000;
        if (seconds >= min && seconds <= max) {
            const x = Math.round(chart.valToPos(seconds, "x", true)) + 0.5;
            ctx.beginPath();
            ctx.strokeStyle = turns(mark) ? paint.ink : paint.faint;
            ctx.setLineDash(turns(mark) ? [] : [4, 4]);
            ctx.moveTo(x, bbox.top);
            ctx.lineTo(x, bbox.top + bbox.height);
            ctx.stroke();
        }
    }
    ctx.restore();
}

function times(chart, splits, axis, space, increment) {
    return splits.map((seconds) => {
        const [hours, minutes, rest] = new Date(seconds * 1000).toTimeString().slice(0, 8).split(":");
        return increment < 60 ? `${hours}:${minutes}:${rest}` : `${hours}:${minutes}`;
    });
}

/** Of a logarithmic axis, the powers of ten; all of the axis of time. */
function decades(chart, splits, axis) {
    return axis === 0
        ? splits
        : splits.map((value) => (Number.isInteger(Math.round(1e6 * Math.log10(value)) / 1e6) ? value : null));
}

/** Whether a tick is labelled: none between 0 and 1 whose label would be rounded. */
function wanted(value) {
    return value !== null && (Math.abs(value) >= 10 || Math.round(value * 10) / 10 === value);
}

function delayTick(ms) {
    if (ms === null || ms === 1) {
        return "";
    }
    return ms < 1000 ? `${ms} ms` : ms < 200_000 ? `${ms / 1000} s` : duration(ms);
}
