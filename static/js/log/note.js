// Signed notes (C2SP signed-note) that hold a checkpoint (C2SP tlog-checkpoint) without extension lines.
import { base64, equal, fromBase64, hex, natural, sha256, utf8 } from "./bytes.js";
import { isSignedBy } from "./ed25519.js";
import { Fault } from "./fault.js";

const ED25519 = 1;
const KEY_ID = 4;
const NAME = "[^\\s+\\p{Cc}]+";
const VKEY = new RegExp(`^(${NAME})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/]+={0,2})$`, "u");
const SIGNATURE = new RegExp(`^— (${NAME}) (\\S+)$`, "u");

// "name+hex(key ID)+base64(0x01 ‖ public key)"
export async function parseKey(text) {
  const [, name, id, written] = VKEY.exec(text) ?? [];
  const typed = written && fromBase64(written);
  if (!typed || typed.length !== 33 || typed[0] !== ED25519) throw new Fault("key-broken");
  const keyId = (await sha256(utf8(`${name}\n`), typed)).subarray(0, KEY_ID);
  if (hex(keyId) !== id) throw new Fault("key-broken");
  return { name, keyId, publicKey: typed.subarray(1), vkey: text };
}

function signatureIn(line) {
  const [, name, written] = SIGNATURE.exec(line) ?? [];
  const bytes = written && fromBase64(written);
  if (!bytes || bytes.length <= KEY_ID) throw new Fault("note-broken", { line });
  return { name, keyId: bytes.subarray(0, KEY_ID), signature: bytes.subarray(KEY_ID) };
}

function checkpointIn(text) {
  const [origin, size, root, ...more] = text.slice(0, -1).split("\n");
  const [number, hash] = [natural(size ?? ""), fromBase64(root ?? "")];
  if (!origin || number === null || hash?.length !== 32 || more.length) throw new Fault("note-broken", { line: text });
  return { origin, size: number, root: hash, shortRoot: base64(hash) };
}

// The checkpoint a note holds, its signatures parsed and not yet believed.
export function parseNote(note) {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n") || end + 2 === note.length) throw new Fault("truncated");
  const text = note.slice(0, end + 1);
  const signatures = note.slice(end + 2, -1).split("\n").map(signatureIn);
  return { ...checkpointIn(text), text, note, signatures };
}

// The same, once the key is seen to have signed it.
export async function openNote(note, key) {
  const parsed = parseNote(note);
  const ours = parsed.signatures.find((one) => one.name === key.name && equal(one.keyId, key.keyId));
  if (parsed.origin !== key.name) throw new Fault("other-log", { origin: parsed.origin, name: key.name });
  if (!ours) throw new Fault("foreign-key", { origin: parsed.origin });
  const isGood = ours.signature.length === 64 && (await isSignedBy(key.publicKey, ours.signature, utf8(parsed.text)));
  if (!isGood) throw new Fault("signature-wrong", { origin: parsed.origin });
  return parsed;
}
