#!/bin/sh
# Makes a bare remote and a data repository to try the worker on: sample.sh REMOTE REPOSITORY BRANCH
# Each side gets a commit that the other lacks, so that the first run has something to do. What is there stays.
set -eu
remote=$1 repository=$2 branch=$3

if [ -e "$repository" ]; then
    echo "kept $repository"
    exit
fi

export GIT_AUTHOR_NAME="Sample Application" GIT_AUTHOR_EMAIL=sample@example.org
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"
# A run of this script that was cut short starts again from nothing; the last step is one rename.
rm -rf "$remote" "$repository.new"

add() { # FILE CONTENT MESSAGE
    echo "$2" >"$repository.new/$1"
    git -C "$repository.new" add "$1"
    git -C "$repository.new" commit -q -m "$3"
}

git init -q --bare -b "$branch" "$remote"
git init -q -b "$branch" "$repository.new"
git -C "$repository.new" remote add origin "file://$remote"
add parcels.csv "id,area" "Start the parcels"
git -C "$repository.new" push -q -u origin "$branch"
add roads.csv "id,length" "Add the roads, upstream"
git -C "$repository.new" push -q
git -C "$repository.new" reset -q --hard HEAD~1
git -C "$repository.new" update-ref "refs/remotes/origin/$branch" HEAD
add trees.csv "id,height" "Add the trees, on this host"
mv "$repository.new" "$repository"
echo "made $repository, with one commit of its own, and $remote, with another"
