"""An application that saves to a git repository beside the worker. Python's own library is all it needs.

    python3 application.py http://127.0.0.1:8080 /run/secrets/api civic-data /srv/civic-data FILE TEXT

It writes TEXT to FILE and commits under a lease, waits until the commit is on the remote, and says what it heard.
"""
import json
import pathlib
import subprocess
import sys
import urllib.request

WORKER, TOKEN_FILE, REPOSITORY, CLONE, FILE, TEXT = sys.argv[1:]


def ask(method, path, body=None, headers=None, timeout=90):
    token = pathlib.Path(TOKEN_FILE).read_text().strip()  # read anew: it may have been rotated
    request = urllib.request.Request(
        WORKER + "/api/v1" + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": "Bearer " + token, **(headers or {})},
    )
    return urllib.request.urlopen(request, timeout=timeout)


def git(*arguments):
    return subprocess.run(["git", "-C", CLONE, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def open_events(last_seen=None):
    """After a break, open it again with the id of the last event that was seen: none is missed."""
    headers = {} if last_seen is None else {"Last-Event-ID": last_seen}
    # The worker writes a sign every five seconds: silence for twenty means that the connection is dead.
    return ask("GET", "/events", headers=headers, timeout=20)


def read_events(stream):
    event = {}
    for line in stream:
        field, _, value = line.decode().rstrip("\n").partition(":")
        if field:
            event[field] = value.strip()
        elif "data" in event:
            yield event["id"], event["event"], json.loads(event["data"])
            event = {}


events = open_events()
lease = json.load(ask("POST", f"/repositories/{REPOSITORY}/leases?wait=30s", {"ttl": "30s"}))
try:
    # Nothing moves the branch or its files between reading and the commit.
    pathlib.Path(CLONE, FILE).write_text(TEXT + "\n")
    git("add", "--", FILE)
    git("commit", "-q", "-m", "save " + FILE)
    commit = git("rev-parse", "HEAD")
finally:
    ask("DELETE", f"/repositories/{REPOSITORY}/leases/{lease['lease']}")

# With `watch`, the worker sees the commit by itself; this is for where it is switched off.
ask("POST", f"/repositories/{REPOSITORY}/runs")
state = json.load(ask("GET", f"/repositories/{REPOSITORY}/commits/{commit}?wait=30s"))
if state["state"] != "pushed":
    sys.exit(f"not on the remote's branch: {state}")
print("answer", state["state"], state["remoteCommit"])  # another name where it was replayed

for id, name, data in read_events(events):
    print("event", name, data["repository"])
    if name == "outcome" and data["newCommit"] == state["remoteCommit"]:
        break
