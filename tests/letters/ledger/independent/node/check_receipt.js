// Checks receipts (c2sp.org/tlog-proof@v1) by npm's @sigstore/verify: check_receipt.js VKEY RECEIPT...
//
// That package's part, and the reason for asking it: verifyTLogInclusion reads the checkpoint's note and verifies
// the log's Ed25519 signature under its name and key id, hashes the entry to its leaf, and follows the inclusion
// proof for index and size to the signed root. This file only reshapes a receipt into what it takes, and compares
// the key's name with the checkpoint's origin. Not looked at: what the entry says, its opening, cosignatures.
//
// Exit status: 0 all hold, 1 one does not, 2 the question was not understood.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const { verifyTLogInclusion } = require('@sigstore/verify/dist/tlog');

const ED25519 = 1;
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex'); // RFC 8410: an Ed25519 key follows

// A vkey is name+key id+base64(type and key), and the base64 may hold plus signs itself.
function authorityOf(vkey) {
  const [name, id, ...rest] = vkey.trim().split('+');
  const data = Buffer.from(rest.join('+'), 'base64');
  if (data.length !== 33 || data[0] !== ED25519) throw new Error('the vkey is not an Ed25519 key');
  const key = Buffer.concat([SPKI_PREFIX, data.subarray(1)]);
  return {
    name,
    baseURL: `https://${name}`,
    logID: Buffer.from(id, 'hex'),
    publicKey: crypto.createPublicKey({ key, format: 'der', type: 'spki' }),
  };
}

// The lines above the first empty one are the proof's, those below it the checkpoint's.
function entryOf(receipt) {
  const end = receipt.indexOf('\n\n');
  const [format, extra, index, ...hashes] = receipt.slice(0, end).split('\n');
  if (format !== 'c2sp.org/tlog-proof@v1') throw new Error('not a c2sp.org/tlog-proof@v1');
  return {
    canonicalizedBody: bodyOf(Buffer.from(valueOf('extra', extra), 'base64')),
    inclusionProof: {
      logIndex: valueOf('index', index),
      hashes: hashes.map((hash) => Buffer.from(hash, 'base64')),
      checkpoint: { envelope: receipt.slice(end + 2) },
    },
  };
}

function valueOf(key, line) {
  if (!line || !line.startsWith(`${key} `)) throw new Error(`no line with ${key}`);
  return line.slice(key.length + 1);
}

// An entry ends with its tally; what follows in a signer's own receipt opens it and is not in the tree.
function bodyOf(extra) {
  const tally = extra.indexOf('\ntally ');
  if (tally < 0) throw new Error('no entry');
  return extra.subarray(0, extra.indexOf('\n', tally + 1) + 1);
}

function check(file, authority) {
  const entry = entryOf(fs.readFileSync(file, 'utf8'));
  verifyTLogInclusion(entry, [authority]);
  const [origin, size] = entry.inclusionProof.checkpoint.envelope.split('\n');
  if (origin !== authority.name) throw new Error(`of ${origin}, the key is of ${authority.name}`);
  return `entry ${entry.inclusionProof.logIndex} is in ${origin} at ${size}`;
}

function main([vkey, ...files]) {
  if (!vkey || !files.length) {
    console.error('check_receipt.js VKEY RECEIPT...');
    return 2;
  }
  const authority = authorityOf(vkey);
  let status = 0;
  for (const file of files) {
    try {
      console.log(`OK ${check(file, authority)}`);
    } catch (error) {
      console.log(`BAD ${file}: ${error.message}`);
      status = 1;
    }
  }
  return status;
}

process.exitCode = main(process.argv.slice(2));
