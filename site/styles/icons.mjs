// Makes the sprite icons.svg from Material Symbols (rounded, filled, weight 400), drawn on a grid of
// 240 instead of 960 whole units: finer than any screen shows them, and a third smaller.
import { readFileSync } from "node:fs";

const FOLDER = "node_modules/@material-symbols/svg-400/rounded/";
const SYMBOLS = {
  apply: "note_add", renew: "autorenew", change: "edit_document", work: "work",
  move: "delivery_truck_speed", rent: "mode_heat", flat: "real_estate_agent",
  state: "hourglass_top", income: "payments", letter: "mark_email_unread",
  repay: "assignment_return", join: "group_add", money: "account_balance_wallet",
  food: "food_bank", power: "power_off", pkonto: "shield_lock", pregnant: "pregnancy",
  birth: "stroller", bank: "account_balance", course: "school", child: "backpack",
  health: "stethoscope", self: "storefront", other: "help", id: "id_card",
  contract: "contract", statement: "receipt_long", mail: "mail",
  certificate: "workspace_premium", insurance: "credit_card", card: "badge",
  registration: "home_pin", person: "groups", call: "call", video: "videocam",
  interpreter: "interpreter_mode", companion: "group", family: "escalator_warning",
  sign: "sign_language", step_free: "accessible", print: "print", list: "checklist",
  place: "location_on", cal: "calendar_month", clock: "schedule", info: "info",
  warn: "warning", ok: "check_circle", error: "error", lang: "translate",
  go: "chevron_right", back: "chevron_left", number: "tag", office: "meeting_room",
  box: "inbox", read: "menu_book", home: "home", check: "check", search: "search",
  bus: "directions_bus",
};
const GRID = 240;
const ARGUMENTS = { m: 2, l: 2, t: 2, h: 1, v: 1, q: 4, s: 4, c: 6, z: 0 };

// Rounds where a point lies, not how far the pen moves: so no error adds up along the path.
function rounded(path) {
  const tokens = path.match(/[a-z]|-?(?:\d+\.?\d*|\.\d+)/gi);
  let [x, y, px, py, sx, sy, out, last] = [0, 0, 0, 0, 0, 0, "", ""];
  const step = (letter, numbers) => {
    const relative = letter === letter.toLowerCase();
    const kind = letter.toLowerCase();
    if (kind === "z") {
      [x, y, px, py] = [sx, sy, Math.round(sx), Math.round(sy)];
      out += "z"; last = "z"; return;
    }
    const moved = numbers.map((number, index) => {
      const upright = kind === "v" || (kind !== "h" && index % 2 === 1);
      const at = (relative ? (upright ? y : x) : 0) + number;
      return { at, by: Math.round(at) - (upright ? py : px), upright };
    });
    for (const { at, upright } of moved.slice(-2)) {
      if (upright) { y = at; py = Math.round(at); } else { x = at; px = Math.round(at); }
    }
    if (kind === "m") [sx, sy] = [x, y];
    const text = moved.map(({ by }) => by).reduce((all, by) => all + (all === "" || by < 0 ? by : ` ${by}`), "");
    out += kind !== last || kind === "m" ? kind + text : (text[0] === "-" ? text : ` ${text}`);
    last = kind;
  };
  for (let at = 0, letter = ""; at < tokens.length;) {
    if (/[a-z]/i.test(tokens[at])) letter = tokens[at++];
    else if (letter === "m") letter = "l";
    else if (letter === "M") letter = "L";
    const count = ARGUMENTS[letter.toLowerCase()];
    if (count === undefined) throw new Error(`path command ${letter} is not known here`);
    step(letter, tokens.slice(at, at + count).map((number) => (number * GRID) / 960));
    at += count;
  }
  return out;
}

const symbols = Object.entries(SYMBOLS).map(([id, name]) => {
  const [, path] = readFileSync(`${FOLDER}${name}-fill.svg`, "utf8").match(/ d="([^"]+)"/);
  return `<symbol id="${id}" viewBox="0 -${GRID} ${GRID} ${GRID}"><path d="${rounded(path)}"/></symbol>`;
});
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
