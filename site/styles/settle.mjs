// Settles what govuk-frontend's sources leave in: colours stay plain (old phones know no custom
// properties, and a dropped variable would drop the colour), the family is inherited from body,
// and parts of components that no template uses are not sent. Reads css, writes css.
import { readFileSync } from "node:fs";
import postcss from "postcss";

const UNUSED = [
  "--xl", "--small", "--inline", "__conditional", "__prefix", "__suffix", "__wrapper",
  "--width-", "--extra-letter-spacing", "--inverse", "--disabled", ":disabled", "[type=number]",
  "spin-button", "moz-any-link", ":root", "__body>*", "__body p", "__list li", "date-input__label",
  "govuk-select option", "[multiple]", "--govuk",
];
const DROPPED = new Set(["-webkit-font-smoothing", "-moz-osx-font-smoothing", "touch-action"]);
const CONTROL = /input|select|textarea|button/;

const settle = {
  postcssPlugin: "settle",
  Rule(rule) {
    const kept = rule.selectors.filter((one) => !UNUSED.some((part) => one.includes(part)));
    if (kept.length === 0) rule.remove();
    else if (kept.length < rule.selectors.length) rule.selectors = kept;
  },
  Declaration(line) {
    const settled = line.value.replace(/var\(--[\w-]+, ?([^()]+)\)/g, "$1");
    if (settled !== line.value) line.value = settled;
    const inherited = line.prop === "font-family" && line.value === "inherit";
    if (DROPPED.has(line.prop) || (inherited && !CONTROL.test(line.parent.selector))) line.remove();
  },
  RuleExit(rule) {
    if (rule.nodes.length === 0) return void rule.remove();
    const before = rule.prev();
    if (before?.type === "rule" && before.selector === rule.selector) {
      before.append(rule.nodes);
      rule.remove();
    }
  },
  AtRuleExit(rule) {
    const printedFamily = rule.name === "media" && rule.params === "print"
      && rule.nodes.every((one) => one.nodes?.every((line) => line.value === "inherit"));
    const before = rule.prev();
    if (rule.nodes?.length === 0 || printedFamily || rule.name === "supports") rule.remove();
    else if (before?.type === "atrule" && before.name === "media" && before.params === rule.params) {
      before.append(rule.nodes);
      rule.remove();
    }
  },
};

const css = readFileSync(0, "utf8");
process.stdout.write(postcss([settle]).process(css, { from: undefined }).css.trim() + "\n");
