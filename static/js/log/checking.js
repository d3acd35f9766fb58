// What is checked of a receipt, in the order in which each step relies on those before it.
import { equal } from "./bytes.js";
import { opens, parseEntry } from "./entry.js";
import { Fault } from "./fault.js";
import { assertGrown, assertPublished, isSigned } from "./history.js";
import { leafHash, provesInclusion } from "./merkle.js";
import { openNote } from "./note.js";
import { parseReceipt } from "./receipt.js";

// `keyOf` gives the key of an origin; `passed` hears of each step that holds, and of the key. A fault belongs to the
// step after those.
export async function check(text, keyOf, passed) {
  const receipt = parseReceipt(text);
  passed("receipt");
  const key = await keyOf(receipt.checkpoint.origin);
  passed("key", key);
  await openNote(receipt.checkpoint.note, key);
  passed("signature");
  await assertIncluded(receipt);
  passed("inclusion");
  if (receipt.opening) {
    await assertOpens(receipt);
    passed("opening");
  }
  return { ...receipt, key };
}

async function assertIncluded({ bytes, index, proof, checkpoint }) {
  if (index >= checkpoint.size) throw new Fault("index-beyond", { index, size: checkpoint.size });
  const isIn = await provesInclusion(await leafHash(bytes), index, checkpoint.size, proof, checkpoint.root);
  if (!isIn) throw new Fault("not-included", { index, size: checkpoint.size });
}

async function assertOpens({ entry, opening }) {
  if (!(await opens(entry, opening))) throw new Fault("opening-other");
}

// Holds the receipt, and what was seen of its log before, against a newer state of the log; gives that state's last entry.
export async function compare(receipt, seen, newest, tiles) {
  if (seen) await assertGrown(seen, newest, tiles);
  await assertGrown(receipt.checkpoint, newest, tiles);
  await assertPublished(newest, tiles);
  const there = await shownAt(receipt.index, receipt, newest, tiles);
  if (!equal(there, receipt.bytes)) throw otherAt(receipt.index, receipt, newest);
  return parseEntry(await shownAt(newest.size - 1, receipt, newest, tiles));
}

async function shownAt(index, receipt, newest, tiles) {
  const entry = await tiles.entry(index);
  if (!(await isSigned(entry, index, newest, tiles))) throw otherAt(index, receipt, newest);
  return entry;
}

const otherAt = (index, { checkpoint }, newer) => new Fault("entry-other", { index, older: checkpoint, newer });
