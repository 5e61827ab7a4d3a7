// An API whose data is a bare git repository beside the worker. Node 18 or later is all it needs.
//
// It holds the data in memory, reads it anew when the worker says that the branch has moved, and commits what is posted.
// It fetches, pushes and rebases nothing: that is the worker's. README.md says how it is set up.
import { spawn } from 'node:child_process';
import { createHash, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const { DATA, REPOSITORY, WORKER, API_TOKEN_FILE, RELOAD_TOKEN_FILE, BRANCH = 'main', PORT = '3001' } = process.env;
const NAME = /^[a-z0-9][a-z0-9-]*$/;
const WAIT = /^(?!0)(\d{1,4}ms|[1-5]?\ds|60s)$/;
const LARGEST = 1024 * 1024;

/** The commit that the memory was read from, and its records by name; null before the first reading. */
let memory = null;

class Problem extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The worker does not answer. */
class WorkerAway extends Error {}

// ---- git's plumbing, in a bare repository

function git(words, { input = '', index } = {}) {
  const git = spawn('git', ['--git-dir', DATA, ...words], {
    env: index ? { ...process.env, GIT_INDEX_FILE: index } : process.env,
  });
  return new Promise((resolve, reject) => {
    const out = [];
    const err = [];
    git.stdout.on('data', (chunk) => out.push(chunk));
    git.stderr.on('data', (chunk) => err.push(chunk));
    git.stdin.on('error', () => {}); // git ended before it had read all: its status says why
    git.on('error', reject);
    git.on('close', (status) =>
      status === 0 ? resolve(Buffer.concat(out)) : reject(new Error(`git ${words[0]}: ${Buffer.concat(err)}`)),
    );
    git.stdin.end(input);
  });
}

async function line(words, options) {
  return (await git(words, options)).toString().trim();
}

const readTip = () => line(['rev-parse', '--verify', `refs/heads/${BRANCH}^{commit}`]);

/** The records of a commit, all of them or one. */
async function readRecords(commit, path = 'records/') {
  const names = [];
  const ids = [];
  for (const entry of (await git(['ls-tree', '-r', '-z', commit, '--', path])).toString().split('\0')) {
    const [, id, path] = /^\d+ blob ([0-9a-f]+)\trecords\/(.*)\.json$/.exec(entry) ?? [];
    if (path) {
      names.push(path);
      ids.push(id);
    }
  }
  const blobs = await git(['cat-file', '--batch'], { input: ids.map((id) => `${id}\n`).join('') });
  const records = new Map();
  let at = 0;
  for (const name of names) {
    const head = blobs.indexOf('\n', at);
    const size = Number(blobs.toString('utf8', at, head).split(' ')[2]);
    records.set(name, JSON.parse(blobs.toString('utf8', head + 1, head + 1 + size)));
    at = head + 1 + size + 1;
  }
  return records;
}

/** Reads the memory anew, until it is that of the branch. */
async function reload() {
  for (let commit = await readTip(); memory?.commit !== commit; commit = await readTip()) {
    memory = { commit, records: await readRecords(commit) };
  }
  return { commit: memory.commit, records: memory.records.size };
}

/** Commits the next revision of a record. Nothing moves the branch between its reading and the commit. */
async function commitRecord(name, value) {
  const folder = mkdtempSync(join(tmpdir(), 'index-'));
  const index = join(folder, 'index');
  try {
    const parent = await readTip();
    const path = `records/${name}.json`;
    const before = (await readRecords(parent, path)).get(name);
    const record = { value, revision: (before?.revision ?? 0) + 1 };
    const blob = await line(['hash-object', '-w', '--stdin'], { input: `${JSON.stringify(record, null, 2)}\n` });
    await git(['read-tree', parent], { index });
    await git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], { index });
    const tree = await line(['write-tree'], { index });
    const commit = await line(['commit-tree', tree, '-p', parent, '-m', `save ${name}`]);
    // With the commit that is expected there: where a lease was not to be had, this is what loses no one's commit.
    await git(['update-ref', `refs/heads/${BRANCH}`, commit, parent]);
    return commit;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// ---- the worker

async function ask(method, path, body) {
  const token = readFileSync(API_TOKEN_FILE, 'utf8').trim(); // read anew: it may have been rotated
  let answer;
  try {
    answer = await fetch(`${WORKER}/api/v1/repositories/${REPOSITORY}${path}`, {
      method,
      body: body && JSON.stringify(body),
      headers: { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(90_000),
    });
  } catch (unreachable) {
    throw new WorkerAway(unreachable.message);
  }
  if (!answer.ok) {
    throw new Problem(answer.status, (await answer.json()).detail);
  }
  return answer.status === 204 ? null : answer.json();
}

/** Without a worker nothing moves the branch but other writers, and git's own comparison keeps these apart. */
async function takeLease() {
  try {
    return await ask('POST', '/leases?wait=30s', { ttl: '30s' });
  } catch (failed) {
    if (failed instanceof WorkerAway) {
      return null;
    }
    // Another process has it, or a large move is under way; nothing is saved, and the next try may find it free.
    throw failed instanceof Problem ? new Problem(503, failed.message) : failed;
  }
}

async function underLease(work) {
  const lease = await takeLease();
  try {
    return await work();
  } finally {
    if (lease) {
      await ask('DELETE', `/leases/${lease.lease}`).catch(() => {}); // it ends by itself
    }
  }
}

/** What a worker that is away will begin with when it is back. */
const unpushed = (commit) => ({ commit, state: 'unpushed', remoteCommit: null, branch: null });

async function readState(commit, wait) {
  const query = wait === null ? '' : `?wait=${encodeURIComponent(wait)}`;
  try {
    return await ask('GET', `/commits/${encodeURIComponent(commit)}${query}`);
  } catch (failed) {
    if (failed instanceof WorkerAway || failed.status === 503) {
      return unpushed(commit);
    }
    throw failed;
  }
}

/** The commit is made: whatever keeps the worker from saying more of it now, it will be pushed. */
async function readStateOfSaved(commit, wait) {
  try {
    return await readState(commit, wait);
  } catch (failed) {
    console.error(failed);
    return unpushed(commit);
  }
}

// ---- the API

const STATUS = { pushed: 201, unpushed: 202, escaped: 409, kept: 409 };
let lastWrite = Promise.resolve();

async function saveRecord({ name, value }, wait) {
  if (!NAME.test(name ?? '') || value === undefined) {
    throw new Problem(400, 'expected: {"name": lower case letters, digits and "-", "value": anything}');
  }
  if (!WAIT.test(wait)) {
    throw new Problem(400, 'wait: expected: such as 500ms or 10s, at most 60s');
  }
  // One after the other in this process; the lease keeps other processes and the worker's moves apart.
  const write = lastWrite.then(() => underLease(() => commitRecord(name, value)));
  lastWrite = write.catch(() => {});
  const commit = await write;
  await reload();
  const state = await readStateOfSaved(commit, wait);
  return [STATUS[state.state], state];
}

function checkReloadToken(request) {
  const hash = (text) => createHash('sha256').update(text).digest();
  const expected = `Bearer ${readFileSync(RELOAD_TOKEN_FILE, 'utf8').trim()}`;
  if (!timingSafeEqual(hash(request.headers.authorization ?? ''), hash(expected))) {
    throw new Problem(401, 'the token is missing or wrong');
  }
}

/**
 * All of the body, before anything is answered: who has an answer may send the next request right behind the rest of the
 * body, and Node does not see that one where the first offered another protocol, as Java's client does (`Upgrade: h2c`).
 */
async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= LARGEST) {
      chunks.push(chunk);
    }
  }
  if (size > LARGEST) {
    throw new Problem(413, `expected: at most ${LARGEST} bytes`);
  }
  return Buffer.concat(chunks).toString();
}

function parseRecord(body) {
  try {
    return JSON.parse(body);
  } catch {
    throw new Problem(400, 'expected: JSON');
  }
}

async function serve(request, url, body) {
  const [, room, name] = url.pathname.split('/');
  if (`${request.method} ${url.pathname}` === 'POST /api/_internal/reload-data') {
    checkReloadToken(request);
    return [200, await reload()];
  }
  if (memory === null) {
    throw new Problem(503, 'the data is not read yet');
  }
  if (`${request.method} ${url.pathname}` === 'POST /records') {
    return saveRecord(parseRecord(body), url.searchParams.get('wait') ?? '10s');
  }
  if (request.method === 'GET' && room === 'records' && name === undefined) {
    return [200, { commit: memory.commit, records: Object.fromEntries(memory.records) }];
  }
  if (request.method === 'GET' && room === 'records' && memory.records.has(name)) {
    return [200, memory.records.get(name)];
  }
  if (request.method === 'GET' && room === 'commits' && name !== undefined) {
    return [200, await readState(name, url.searchParams.get('wait'))];
  }
  throw new Problem(404, 'not here');
}

const server = createServer(async (request, response) => {
  let answer;
  try {
    const body = await readBody(request);
    answer = await serve(request, new URL(request.url, 'http://localhost'), body);
  } catch (failed) {
    if (request.socket.destroyed) {
      return; // whoever asked has gone
    }
    if (!(failed instanceof Problem)) {
      console.error(failed);
    }
    answer = failed instanceof Problem ? [failed.status, { detail: failed.message }] : [500, { detail: 'see the log' }];
  }
  const later = answer[0] === 503 ? { 'Retry-After': '5' } : {};
  response.writeHead(answer[0], { 'Content-Type': 'application/json', ...later });
  response.end(`${JSON.stringify(answer[1])}\n`);
});

/** Once the worker is ready, the clone is there, and as new as the remote where that answers. */
async function awaitWorker() {
  for (let tries = 0; tries < 240; tries++) {
    try {
      if ((await fetch(`${WORKER}/health/ready`)).ok) {
        return;
      }
    } catch {
      // Not yet.
    }
    await sleep(250);
  }
  console.error('the worker is not ready: starting with what is on the disk');
}

// Longer than clients and proxies keep a connection between two requests: they would lose the one that comes as it ends.
server.keepAliveTimeout = 75_000;
// A body that is too large, or never ends, is read for no longer.
server.requestTimeout = 60_000;
server.listen(Number(PORT), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
await awaitWorker();
await reload();
console.log(`read ${memory.records.size} records of ${memory.commit}`);
