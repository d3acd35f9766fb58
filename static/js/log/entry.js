// Entries of a letter's log ("open-letter/v1"): ASCII lines in one fixed order, and what their commitments hide.
import { equal, fromBase64, sha256, utf8 } from "./bytes.js";
import { Fault } from "./fault.js";

const HASH = "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="; // the last letter's two spare bits are zero
const NUMBER = "(?:0|[1-9][0-9]{0,14})";
const LANGUAGE = "[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}";
const CARD = `card (?<card>public|private)\ncommit (?<commit>${HASH})\n`;
const OF = `of (?<of>${NUMBER})\n`;
const OWNED = `${OF}ctl (?<control>${HASH})\nrest ${HASH} ${HASH}\n`;
const END = `time (?<time>${NUMBER})\ntally (?<signed>${NUMBER}) (?<withdrawn>${NUMBER}) (?<struck>${NUMBER})\n`;
const KINDS = {
  text: `version (?<version>${NUMBER})\nsha256 (?<sha256>${HASH})\n`,
  translation: `version (?<version>${NUMBER})\nlang (?<language>${LANGUAGE})\nsha256 (?<sha256>${HASH})\n`,
  sign: `text (?<text>${HASH})\n${CARD}`,
  edit: OWNED + CARD,
  withdraw: OWNED,
  strike: `${OF}reason (?<reason>request|duplicate|bounce|fraud|law|terms)\n`,
  restore: OF,
};
const SHAPES = Object.entries(KINDS).map(([kind, lines]) => [kind, new RegExp(`^open-letter/v1 ${kind}\n${lines}${END}`)]);
const NUMBERS = ["version", "of", "time", "signed", "withdrawn", "struck"];
const HOUR = 3600;

// What an entry says, and how many bytes it takes; whatever follows it is not looked at.
export function parseEntry(bytes) {
  const text = Array.from(bytes.subarray(0, 1024), (byte) => String.fromCharCode(byte)).join("");
  for (const [kind, shape] of SHAPES) {
    const found = shape.exec(text);
    if (found) return { kind, length: found[0].length, ...read(found.groups) };
  }
  throw new Fault("entry-broken");
}

function read(groups) {
  const entry = { ...groups };
  for (const name of NUMBERS) if (name in entry) entry[name] = Number(entry[name]);
  entry.count = entry.signed - entry.withdrawn - entry.struck;
  if (entry.time % HOUR) throw new Fault("entry-broken");
  return entry;
}

const committed = (tag, ...parts) => sha256(utf8(`open-letter/v1 ${tag}\n`), ...parts);

// Whether this opening, and no other, is what the entry committed to; all but the card are 32 bytes.
export async function opens(entry, { salt, card, mail, control }) {
  const shown = await committed("card", salt, utf8(card));
  return equal(await committed("commit", shown, mail, control), fromBase64(entry.commit));
}

// "name …\nrole …\nplace …\n" in NFC; without a name nothing is shown.
export function parseCard(card) {
  const found = /^name (?<name>[^\n]+)\nrole (?<role>[^\n]*)\nplace (?<place>[^\n]*)\n$/.exec(card);
  if (!found || card.normalize("NFC") !== card) throw new Fault("opening-broken");
  return { ...found.groups };
}
