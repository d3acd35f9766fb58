// Receipts (C2SP tlog-proof@v1): a file that carries an entry, its way to a signed root, and perhaps its opening.
// `extra` is base64(entry ‖ opening), the opening "opening\nsalt B\nmail B\ncontrol B\n\n" ‖ card in UTF-8.
import { fromBase64, natural, textOf } from "./bytes.js";
import { parseCard, parseEntry } from "./entry.js";
import { Fault } from "./fault.js";
import { parseNote } from "./note.js";

const FIRST = "c2sp.org/tlog-proof@v1";
export const MOST_BYTES = 256 * 1024; // a note with room for many witnesses, twice the longest entry, and a card
const MOST_HASHES = 63;
const OPENING = /^opening\nsalt (?<salt>\S{44})\nmail (?<mail>\S{44})\ncontrol (?<control>\S{44})\n\n(?<card>[^]*)$/;

export function readText(bytes) {
  if (bytes.length > MOST_BYTES) throw new Fault("too-large", { most: MOST_BYTES / 1024 });
  try {
    return textOf(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new Fault("not-text");
    throw error;
  }
}

export function parseReceipt(text) {
  if (text.includes("\r")) throw new Fault("line-ends");
  if (!text.startsWith(FIRST)) throw new Fault("no-receipt");
  const end = text.indexOf("\n\n");
  if (end < 0) throw new Fault("truncated");
  const [first, extra, index, ...hashes] = text.slice(0, end).split("\n");
  if (first !== FIRST) throw new Fault("no-receipt");
  const number = natural(/^index (.*)$/.exec(index ?? "")?.[1] ?? "");
  if (number === null) throw new Fault("line-broken", { line: 3 });
  const checkpoint = parseNote(text.slice(end + 2));
  return { index: number, proof: proofIn(hashes), checkpoint, ...carried(extra) };
}

function proofIn(lines) {
  if (lines.length > MOST_HASHES) throw new Fault("line-broken", { line: 4 + MOST_HASHES });
  return lines.map((line, at) => {
    const hash = fromBase64(line);
    if (hash?.length !== 32) throw new Fault("line-broken", { line: 4 + at });
    return hash;
  });
}

function carried(line) {
  const bytes = fromBase64(/^extra (.+)$/.exec(line)?.[1] ?? "-");
  if (!bytes) throw new Fault("line-broken", { line: 2 });
  const entry = parseEntry(bytes);
  const rest = bytes.subarray(entry.length);
  return { entry, bytes: bytes.subarray(0, entry.length), opening: rest.length ? openingIn(rest, entry) : null };
}

function openingIn(bytes, entry) {
  const { card, ...written } = OPENING.exec(readText(bytes))?.groups ?? {};
  const parts = Object.fromEntries(Object.entries(written).map(([name, text]) => [name, fromBase64(text)]));
  const isWhole = card !== undefined && !Object.values(parts).includes(null);
  // Nothing is hidden in an entry without a commitment, and a private one hides an empty card.
  if (!isWhole || !entry.commit || (entry.card === "public") !== (card !== "")) throw new Fault("opening-broken");
  return { ...parts, card, shown: card ? parseCard(card) : null };
}
