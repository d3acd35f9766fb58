// Checks a receipt in the reader's browser. It goes nowhere: only the log's public files are asked for.
import { check, compare } from "../log/checking.js";
import { Fault } from "../log/fault.js";
import { assertAgree } from "../log/history.js";
import { Keys } from "../log/keys.js";
import { recall, remember } from "../log/memory.js";
import { openNote } from "../log/note.js";
import { MOST_BYTES, readText } from "../log/receipt.js";
import { Site } from "../log/site.js";
import { Tiles } from "../log/tiles.js";
import { Sheet } from "./verify_sheet.js";

// A copy of the newest state may be some seconds old, and so older than a receipt just given.
const STALE_FOR = 3_000;

const root = document.querySelector("[data-verify]");
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const isSaved = location.protocol === "file:";
const site = new Site(isSaved ? root.dataset.site : "");
const given = JSON.parse(document.getElementById("log-keys").textContent);
const keys = new Keys(given, root.dataset.letter, isSaved ? null : site);
let sheet = null;

async function examine(read) {
  sheet?.close();
  const mine = (sheet = new Sheet(root));
  try {
    const typed = part("key").value.trim();
    const keyOf = (origin) => keys.of(origin, typed);
    const receipt = await check(await read(), keyOf, (step, key) => mine.passed(step, key));
    const seen = await seenBefore(receipt);
    mine.holds(receipt, entryPage(receipt), !isSaved && isOurs(receipt));
    remember(receipt.checkpoint, receipt.key.vkey);
    if (isSaved) mine.offers(() => follow(mine, receipt, seen));
    else await follow(mine, receipt, seen);
  } catch (error) {
    mine.fails(error instanceof Fault ? error : new Fault("unexpected"));
    if (!(error instanceof Fault)) throw error;
  }
}

// A key that was typed, or seen before, may be that of a log elsewhere.
const isOurs = ({ checkpoint, key }) =>
  ["given", "site"].includes(key.source) || checkpoint.origin.split("/", 1)[0] === location.host;

function entryPage(receipt) {
  const { checkpoint, index } = receipt;
  const elsewhere = `https://${checkpoint.origin}/entry/${index}/`;
  return (isOurs(receipt) && site.entryPage(checkpoint.origin, index)) || elsewhere;
}

// What this browser saw of the log before, unless it contradicts the receipt.
async function seenBefore({ checkpoint, key }) {
  const kept = recall(checkpoint.origin);
  if (!kept) return null;
  const seen = await openNote(kept.note, key);
  assertAgree(seen, checkpoint);
  return seen;
}

async function follow(mine, receipt, seen) {
  mine.asks();
  try {
    const newest = await newestOf(receipt, seen);
    const tiles = new Tiles((path) => site.tile(newest.origin, path), newest.size);
    mine.follows(receipt, newest, await compare(receipt, seen, newest, tiles));
    remember(newest, receipt.key.vkey);
  } catch (error) {
    mine.followedBy(error instanceof Fault ? error : new Fault("unexpected"));
    if (!(error instanceof Fault)) throw error;
  }
}

async function newestOf({ checkpoint, key }, seen) {
  const least = Math.max(checkpoint.size, seen?.size ?? 0);
  const newest = await shownBy(key);
  if (newest.size >= least) return newest;
  await new Promise((done) => setTimeout(done, STALE_FOR));
  return shownBy(key);
}

async function shownBy(key) {
  const note = await site.checkpoint(key.name);
  try {
    return await openNote(note, key);
  } catch (error) {
    throw error instanceof Fault ? new Fault("newest-broken") : error;
  }
}

async function readFile(file) {
  // Never load what is far too long; a byte more than allowed is enough to say so.
  return readText(new Uint8Array(await file.slice(0, MOST_BYTES + 1).arrayBuffer()));
}

// Copying a text often loses the line feed at its end.
const readPasted = () => readText(new TextEncoder().encode(`${part("text").value.trim()}\n`));

function listen() {
  part("file").addEventListener("change", ({ target }) => {
    const [file] = target.files;
    if (file) examine(() => readFile(file));
    target.value = ""; // the same file may be chosen again
  });
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (part("text").value.trim()) examine(readPasted);
    else part("text").focus();
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) examine(() => readFile(file));
  });
}

part("form").hidden = false;
if (globalThis.crypto?.subtle) listen();
else new Sheet(root).fails(new Fault("insecure"));
