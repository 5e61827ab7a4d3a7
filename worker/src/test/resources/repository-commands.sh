# The commands beside git's own that the stories of the tests use. They are loaded before each
# script. Every one takes the repository first and makes one commit on its branch main, unless its
# comment says otherwise. They use git's plumbing, so that they work on bare repositories too.
#
# ROOT is the story's own folder, REMOTE the remote repository in it, CLONE the clone.
set -eu
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME=Author GIT_AUTHOR_EMAIL=author@example.org
export GIT_COMMITTER_NAME=Author GIT_COMMITTER_EMAIL=author@example.org
TICK=1700000000

# commit REPO FILE TEXT [BRANCH]: the file holds the text and a newline; TEXT may hold \n and \0ooo.
commit() {
  write_commit "$1" "${4:-main}" "100644 $(write_blob "$1" "$3\n")\t$2\n" "$2: $(printf %s "$3" | cut -c1-20)"
}

# commit_mode REPO MODE FILE TEXT: as commit, with git's octal mode and without the newline.
commit_mode() { write_commit "$1" main "$2 $(write_blob "$1" "$4")\t$3\n" "mode of $3"; }

# commit_deletion REPO FILE
commit_deletion() { write_commit "$1" main "$(entry_of_deletion "$2")" "delete $2"; }

# commit_rename REPO FROM TO
commit_rename() { write_commit "$1" main "$(entries_of_rename "$1" "$2" "$3")" "rename $2"; }

# commit_nothing REPO: the commit changes no file.
commit_nothing() { write_commit "$1" main "" "empty"; }

# commit_changes REPO MESSAGE: one commit with all the changes that standard input has, one a line:
#   write FILE TEXT, write-400 FOLDER TEXT, delete FILE, move FROM TO, submodule FOLDER COMMIT,
#   merge BRANCH (its tip becomes the second parent; its files do not come along)
commit_changes() {
  entries=
  merged=
  while read -r change path rest; do
    case $change in
      write) entries="${entries}100644 $(write_blob "$1" "$rest\n")\t$path\n" ;;
      write-400) entries="$entries$(entries_of_many 400 "$path" "$(write_blob "$1" "$rest\n")")" ;;
      delete) entries="$entries$(entry_of_deletion "$path")" ;;
      move) entries="$entries$(entries_of_rename "$1" "$path" "$rest")" ;;
      submodule) entries="${entries}160000 $rest\t$path\n" ;;
      merge) merged=$(git -C "$1" rev-parse --verify "refs/heads/$path") ;;
      *) echo "no such change: $change" >&2; exit 64 ;;
    esac
  done
  write_commit "$1" main "$entries" "$2" "$merged"
}

# commit_in_latin1 REPO FILE: the author's name is written in an encoding of the commit's own.
commit_in_latin1() {
  commit "$1" "$2" encoded
  tick
  name=$(printf 'Jos\351')
  new=$(GIT_AUTHOR_NAME=$name git -C "$1" -c i18n.commitEncoding=ISO-8859-1 commit-tree "main^{tree}" -p main~1 -m encoded)
  git -C "$1" update-ref refs/heads/main "$new"
}

# commit_hook_in_dot_git REPO: an executable hook in a folder named .git, as no git commits one.
commit_hook_in_dot_git() {
  tick
  hooks=$(printf '100755 blob %s\tpost-commit\n' "$(write_blob "$1" '#!/bin/sh\n')" | git -C "$1" mktree)
  evil=$(printf '040000 tree %s\thooks\n' "$hooks" | git -C "$1" mktree)
  tree=$( (git -C "$1" ls-tree main; printf '040000 tree %s\t.git\n' "$evil") | git -C "$1" mktree)
  git -C "$1" update-ref refs/heads/main "$(git -C "$1" commit-tree "$tree" -p main -m hostile)"
}

# write_hook REPO NAME COMMANDS: a hook of a bare repository. It commits nothing.
write_hook() {
  printf '#!/bin/sh\n%s\n' "$3" > "$1/hooks/$2"
  chmod +x "$1/hooks/$2"
}

# delete_object REPO REVISION: the object is gone, as after a disk's failure. It commits nothing.
delete_object() {
  id=$(git -C "$1" rev-parse "$2")
  rm -f "$(git -C "$1" rev-parse --absolute-git-dir)/objects/$(printf %s "$id" | cut -c1-2)/$(printf %s "$id" | cut -c3-)"
}

# What follows serves the commands above; no story uses it.

# Every commit is a minute younger, so that no two of them are the same by accident.
tick() {
  TICK=$((TICK + 60))
  export GIT_AUTHOR_DATE="$TICK +0000" GIT_COMMITTER_DATE="$TICK +0000"
}

# write_commit REPO BRANCH INDEX-INFO MESSAGE [SECOND-PARENT]; INDEX-INFO is for update-index.
write_commit() {
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
  refresh_work_tree "$1" "$2"
}

# The work tree follows where the branch is checked out in it.
refresh_work_tree() {
  if [ "$(git -C "$1" rev-parse --is-bare-repository)" = false ] \
      && [ "$(git -C "$1" symbolic-ref -q HEAD || true)" = "refs/heads/$2" ]; then
    git -C "$1" reset -q --hard
  fi
}

write_blob() { printf '%b' "$2" | git -C "$1" hash-object -w --stdin; }

# The entries are for update-index, with \t and \n yet to be expanded.
entry_of_deletion() { printf '%s' "0 0000000000000000000000000000000000000000\t$1\n"; }
entries_of_rename() { printf '%s' "$(entry_of_deletion "$2")100644 $(git -C "$1" rev-parse "main:$2")\t$3\n"; }
entries_of_many() { for n in $(seq "$1"); do printf '%s' "100644 $3\t$2/$n.txt\n"; done; }
