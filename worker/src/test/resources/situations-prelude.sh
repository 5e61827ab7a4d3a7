# Functions of the scripts in situations.yaml. ROOT is the row's own directory,
# R its remote, C its clone. Plumbing only, so that they work on bare repositories.
set -eu
R=$ROOT/remote.git
C=$ROOT/$CLONE
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME=Author GIT_AUTHOR_EMAIL=author@example.org
export GIT_COMMITTER_NAME=Author GIT_COMMITTER_EMAIL=author@example.org
TICK=1700000000

# Every commit is a minute younger, so that no two of them are the same by accident.
tick() {
  TICK=$((TICK + 60))
  export GIT_AUTHOR_DATE="$TICK +0000" GIT_COMMITTER_DATE="$TICK +0000"
}

tip() { git -C "$1" rev-parse "refs/heads/${2:-main}"; }

# put REPO BRANCH UPDATE-INDEX-ARGUMENTS MESSAGE [SECOND-PARENT]: one commit by plumbing.
put() {
  tick
  old=$(git -C "$1" rev-parse -q --verify "refs/heads/$2" || true)
  export GIT_INDEX_FILE="$ROOT/index.$$"
  rm -f "$GIT_INDEX_FILE"
  [ -z "$old" ] || git -C "$1" read-tree "$old"
  printf '%b' "$3" | git -C "$1" update-index --add --index-info
  tree=$(git -C "$1" write-tree)
  rm -f "$GIT_INDEX_FILE"
  unset GIT_INDEX_FILE
  new=$(git -C "$1" commit-tree "$tree" ${old:+-p "$old"} ${5:+-p "$5"} -m "$4")
  git -C "$1" update-ref "refs/heads/$2" "$new"
  refresh "$1" "$2"
}

# The work tree follows where the branch is checked out in it.
refresh() {
  if [ "$(git -C "$1" rev-parse --is-bare-repository)" = false ] \
      && [ "$(git -C "$1" symbolic-ref -q HEAD || true)" = "refs/heads/$2" ]; then
    git -C "$1" reset -q --hard
  fi
}

blob() { printf '%b' "$2" | git -C "$1" hash-object -w --stdin; }

# commit_on REPO FILE TEXT [BRANCH]; TEXT may hold \n and \0ooo.
commit_on() { put "$1" "${4:-main}" "100644 $(blob "$1" "$3\n")\t$2\n" "$2: $(printf %s "$3" | cut -c1-20)"; }
mode_on() { put "$1" main "$2 $(blob "$1" "$4")\t$3\n" "mode of $3"; }
delete_on() { put "$1" main "0 0000000000000000000000000000000000000000\t$2\n" "delete $2"; }
empty_on() { put "$1" main "" "empty"; }

# rename_on REPO FROM TO
rename_on() { put "$1" main "0 0000000000000000000000000000000000000000\t$2\n100644 $(git -C "$1" rev-parse "main:$2")\t$3\n" "rename $2"; }

# A commit whose author's name is written in an encoding of its own.
encoded_on() {
  commit_on "$1" "$2" encoded
  tick
  name=$(printf 'Jos\351')
  new=$(GIT_AUTHOR_NAME=$name git -C "$1" -c i18n.commitEncoding=ISO-8859-1 commit-tree "main^{tree}" -p main~1 -m encoded)
  git -C "$1" update-ref refs/heads/main "$new"
}

# What the other side would have without its newest N commits: a rewritten remote.
back() { git -C "$1" update-ref refs/heads/main "refs/heads/main~$2"; refresh "$1" main; }

remote() {
  git init -q --bare -b main "$R"
  commit_on "$R" base.txt "one\ntwo\nthree"
}

# base KIND: a remote with one commit and a clone of it.
base() {
  remote
  clone "$1"
}

clone() {
  case $1 in
    bare) git clone -q --bare "$R" "$C" ;;
    tracked)
      git clone -q --bare "$R" "$C"
      git -C "$C" config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
      git -C "$C" fetch -q ;;
    mirror) git clone -q --mirror "$R" "$C" ;;
    worktree) git clone -q "$R" "$C" ;;
    *) echo "no such kind: $1" >&2; exit 64 ;;
  esac
}
agreed() { git -C "$C" fetch -q; }
# send: the clone's own commits reach the remote, so that both sides hold them.
send() { git -C "$C" push -q origin main; agreed; }
hook() { printf '#!/bin/sh\n%s\n' "$2" > "$R/hooks/$1"; chmod +x "$R/hooks/$1"; }

# hostile REPO: a commit with an executable hook in a folder named .git, as no git makes one.
hostile() {
  tick
  hooks=$(printf '100755 blob %s\tpost-commit\n' "$(blob "$1" '#!/bin/sh\n')" | git -C "$1" mktree)
  evil=$(printf '040000 tree %s\thooks\n' "$hooks" | git -C "$1" mktree)
  tree=$( (git -C "$1" ls-tree main; printf '040000 tree %s\t.git\n' "$evil") | git -C "$1" mktree)
  git -C "$1" update-ref refs/heads/main "$(git -C "$1" commit-tree "$tree" -p main -m hostile)"
}

# lose REPO REVISION: the object is gone, as after a disk's failure.
lose() {
  id=$(git -C "$1" rev-parse "$2")
  rm -f "$(git -C "$1" rev-parse --absolute-git-dir)/objects/$(printf %s "$id" | cut -c1-2)/$(printf %s "$id" | cut -c3-)"
}
