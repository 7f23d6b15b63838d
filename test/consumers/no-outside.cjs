// Loaded before a consumer's application: whatever would reach for the network or start a program (Docker, esbuild) fails, and is named.
'use strict';
const childProcess = require('node:child_process');
const dns = require('node:dns');
const net = require('node:net');

const refuse = (what) => () => {
  throw new Error(`a consumer's synthesis must not ${what}`);
};

net.Socket.prototype.connect = refuse('use the network');
dns.lookup = dns.promises.lookup = refuse('look a name up');
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) childProcess[name] = refuse(`start a program (${name})`);
