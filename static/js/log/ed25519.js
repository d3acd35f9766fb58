// Ed25519 (RFC 8032), by the browser itself where it can.
import { verifyAsync } from "../../vendor/noble-ed25519/index.js";

async function imported(publicKey) {
  try {
    return await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  } catch (error) {
    if (error.name !== "NotSupportedError") throw error;
    return null;
  }
}

export async function isSignedBy(publicKey, signature, message) {
  const key = await imported(publicKey);
  if (key) return crypto.subtle.verify("Ed25519", key, signature, message);
  return verifyAsync(signature, message, publicKey, { zip215: false });
}
