// An application that saves to a git repository beside the worker. Node 18 or later is all it needs.
//
//   node application.mjs http://127.0.0.1:8080 /run/secrets/api civic-data /srv/civic-data FILE TEXT
//
// It writes TEXT to FILE and commits under a lease, waits until the commit is on the remote, and says what it heard.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [worker, tokenFile, repository, clone, file, text] = process.argv.slice(2);

async function ask(method, path, { body, headers, signal = AbortSignal.timeout(90_000) } = {}) {
  const token = readFileSync(tokenFile, 'utf8').trim(); // read anew: it may have been rotated
  const answer = await fetch(`${worker}/api/v1${path}`, {
    method,
    body: body && JSON.stringify(body),
    headers: { Authorization: `Bearer ${token}`, ...headers },
    signal,
  });
  if (!answer.ok) {
    throw new Error(`${answer.status}: ${(await answer.json()).detail}`);
  }
  return answer;
}

function git(...words) {
  return execFileSync('git', ['-C', clone, ...words], { encoding: 'utf8' }).trim();
}

/** After a break, open it again with the id of the last event that was seen: none is missed. */
async function openEvents(lastSeen) {
  const end = new AbortController();
  const headers = lastSeen === undefined ? {} : { 'Last-Event-ID': lastSeen };
  return { end, answer: await ask('GET', '/events', { headers, signal: end.signal }) };
}

async function* readEvents({ answer, end }) {
  // The worker writes a sign every five seconds: silence for twenty means that the connection is dead.
  const silence = setTimeout(() => end.abort(), 20_000);
  const decoder = new TextDecoder();
  let event = {};
  let rest = '';
  try {
    for await (const chunk of answer.body) {
      silence.refresh();
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const [field, value] = [line.split(':', 1)[0], line.slice(line.indexOf(':') + 1).trim()];
        if (field) {
          event[field] = value;
        } else if (line === '' && event.data) {
          yield { id: event.id, name: event.event, data: JSON.parse(event.data) };
          event = {};
        }
      }
    }
  } finally {
    clearTimeout(silence);
    end.abort();
  }
}

const events = await openEvents();
const answer = await ask('POST', `/repositories/${repository}/leases?wait=30s`, { body: { ttl: '30s' } });
const { lease } = await answer.json();
let commit;
try {
  // Nothing moves the branch or its files between reading and the commit.
  writeFileSync(join(clone, file), `${text}\n`);
  git('add', '--', file);
  git('commit', '-q', '-m', `save ${file}`);
  commit = git('rev-parse', 'HEAD');
} finally {
  await ask('DELETE', `/repositories/${repository}/leases/${lease}`);
}

// With `watch`, the worker sees the commit by itself; this is for where it is switched off.
await ask('POST', `/repositories/${repository}/runs`);
const state = await (await ask('GET', `/repositories/${repository}/commits/${commit}?wait=30s`)).json();
if (state.state !== 'pushed') {
  throw new Error(`not on the remote's branch: ${JSON.stringify(state)}`);
}
console.log('answer', state.state, state.remoteCommit); // another name where it was replayed

for await (const { name, data } of readEvents(events)) {
  console.log('event', name, data.repository);
  if (name === 'outcome' && data.newCommit === state.remoteCommit) {
    break;
  }
}
