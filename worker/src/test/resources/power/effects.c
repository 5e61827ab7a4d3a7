/*
 * A library to be preloaded. It counts the effects that a program and its children have on the files below some folders, and
 * kills them all before one of these effects. It reads the environment:
 *
 *   EFFECTS_BELOW   the folders, without links in their paths, with a colon between them
 *   EFFECTS_FILE    where each effect is noted, as a line "WHAT PATH"; EFFECTS_FILE.count holds their number
 *   EFFECTS_STOP    the number of the effect that does not come to be; none: all of them do
 *   EFFECTS_RECORD  where each effect that came to be is noted with what the file is after it; none: nowhere
 *
 * Effects come one at a time, in the order of their numbers. An entry of the record is a line of six fields with a tab
 * after each: what, the file's inode, its mode, its time in nanoseconds, the length of its content, the path, and for a
 * rename or a link the path before; then the content.
 *
 * The first process becomes the leader of a process group, and the group is what is killed.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#define LED "EFFECTS_LED"

/* The function that this library stands before. */
#define NEXT(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

/* What this library writes itself is no effect of the program. */
static __thread int is_noting;

/* On an open file, or with -1 on what the path names. */
struct effect {
    const char *what;
    int fd;
    int lock;
    char path[PATH_MAX];
    char from[PATH_MAX];
};

__attribute__((constructor)) static void lead_group(void) {
    if (getenv("EFFECTS_FILE") && !getenv(LED)) {
        setpgid(0, 0);
        setenv(LED, "1", 1);
    }
}

static int open_file(const char *name, int flags) {
    return NEXT(open)(name, flags | O_CREAT | O_CLOEXEC, 0666);
}

/* The caller holds the lock of the file of the count, so that all processes count together. */
static long count_one(int fd) {
    char text[32] = "";
    ssize_t length = pread(fd, text, sizeof text - 1, 0);
    long number = (length > 0 ? atol(text) : 0) + 1;
    length = snprintf(text, sizeof text, "%ld\n", number);
    return pwrite(fd, text, length, 0) == length ? number : -1;
}

static void note_line(const char *file, const char *what, const char *path) {
    char line[PATH_MAX + 32];
    int length = snprintf(line, sizeof line, "%s %s\n", what, path);
    int fd = open_file(file, O_WRONLY | O_APPEND);
    if (write(fd, line, length) != length) {
        abort();
    }
    close(fd);
}

static void end_group(void) {
    kill(0, SIGKILL);
    for (;;) {
        pause();
    }
}

static int is_below(const char *path, const char *folder) {
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* The first of the folders that a path is below; null: of none. */
static const char *find_folder(const char *path, char *folders) {
    for (char *folder = strtok_r(folders, ":", &folders); folder; folder = strtok_r(NULL, ":", &folders)) {
        if (is_below(path, folder)) {
            return folder;
        }
    }
    return NULL;
}

/* What begins here ends with end_effect, if it returns 1. */
static int begin_effect(struct effect *effect) {
    const char *below = getenv("EFFECTS_BELOW");
    const char *file = getenv("EFFECTS_FILE");
    const char *stop = getenv("EFFECTS_STOP");
    char folders[2 * PATH_MAX];
    snprintf(folders, sizeof folders, "%s", below ? below : "");
    const char *folder = file ? find_folder(effect->path, folders) : NULL;
    if (!folder) {
        return 0;
    }
    is_noting = 1;
    char count[PATH_MAX];
    snprintf(count, sizeof count, "%s.count", file);
    effect->lock = open_file(count, O_RDWR);
    flock(effect->lock, LOCK_EX);
    long number = count_one(effect->lock);
    note_line(file, effect->what, effect->path + strlen(folder));
    if (stop && number >= atol(stop)) {
        end_group();
    }
    return 1;
}

static char *read_content(const char *path, const struct stat *status, ssize_t *length) {
    char *content = calloc(1, status->st_size + 1);
    if (S_ISLNK(status->st_mode)) {
        *length = readlink(path, content, status->st_size);
    } else if (S_ISREG(status->st_mode)) {
        int fd = NEXT(open)(path, O_RDONLY | O_CLOEXEC);
        *length = read(fd, content, status->st_size);
        close(fd);
    }
    return content;
}

static void record_effect(const struct effect *effect, const char *record) {
    char open_path[64];
    snprintf(open_path, sizeof open_path, "/proc/self/fd/%d", effect->fd);
    const char *readable = effect->fd < 0 ? effect->path : open_path;
    struct stat status = {0};
    int is_there = effect->fd < 0 ? lstat(effect->path, &status) : fstat(effect->fd, &status);
    ssize_t length = 0;
    char *content = is_there == 0 ? read_content(readable, &status, &length) : NULL;
    char line[3 * PATH_MAX];
    int size = snprintf(line, sizeof line, "%s\t%ld\t%o\t%ld%09ld\t%zd\t%s\t%s\n", effect->what,
            (long) status.st_ino, status.st_mode, (long) status.st_mtim.tv_sec, status.st_mtim.tv_nsec, length,
            effect->path, effect->from);
    struct iovec parts[] = {{line, size}, {content, length}};
    int fd = open_file(record, O_WRONLY | O_APPEND);
    if (NEXT(writev)(fd, parts, 2) != size + length) {
        abort();
    }
    close(fd);
    free(content);
}

static void end_effect(const struct effect *effect, int is_done) {
    const char *record = getenv("EFFECTS_RECORD");
    int error = errno;
    if (record && is_done) {
        record_effect(effect, record);
    }
    close(effect->lock);
    is_noting = 0;
    errno = error;
}

/* The path that an open file has now; without one, as a pipe has none, it is not below any folder. */
static void read_path(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = 0;
}

static void find_path(int folder, const char *name, char *path) {
    char parent[PATH_MAX] = "";
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
        return;
    }
    if (folder == AT_FDCWD) {
        if (!getcwd(parent, sizeof parent)) {
            parent[0] = 0;
        }
    } else {
        read_path(folder, parent);
    }
    snprintf(path, PATH_MAX, "%.*s/%s", PATH_MAX / 2, parent, name);
}

static int begin_on_name(struct effect *effect, int folder, const char *name, int from_folder, const char *from) {
    if (is_noting) {
        return 0;
    }
    effect->fd = -1;
    find_path(folder, name, effect->path);
    if (from) {
        find_path(from_folder, from, effect->from);
    }
    return begin_effect(effect);
}

static int begin_on_file(struct effect *effect, int fd) {
    if (is_noting) {
        return 0;
    }
    effect->fd = fd;
    read_path(fd, effect->path);
    return begin_effect(effect);
}

/* A function between the beginning and the end of its effect. */
#define AROUND(type, begun, call) \
    int is_begun = begun; \
    type result = call; \
    if (is_begun) { \
        end_effect(&effect, result >= 0); \
    } \
    return result;

/* A function whose effect is on two names, of which the one before may be null. */
#define ON_NAMES(type, name, word, folder, path, from_folder, from, parameters, arguments) \
    type name parameters { \
        struct effect effect = {.what = word}; \
        AROUND(type, begin_on_name(&effect, folder, path, from_folder, from), NEXT(name) arguments) \
    }

#define ON_NAME(type, name, word, folder, path, parameters, arguments) \
    ON_NAMES(type, name, word, folder, path, AT_FDCWD, NULL, parameters, arguments)

/* A function whose effect is on an open file. */
#define ON_FILE(type, name, word, fd, parameters, arguments) \
    type name parameters { \
        struct effect effect = {.what = word}; \
        AROUND(type, begin_on_file(&effect, fd), NEXT(name) arguments) \
    }

/* The mode is there only for a new file, but reading it does no harm. */
#define OPEN(name, folder, parameters, ...) \
    int name parameters { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = va_arg(rest, mode_t); \
        va_end(rest); \
        if (!(flags & (O_CREAT | O_TRUNC))) { \
            return NEXT(name)(__VA_ARGS__, flags, mode); \
        } \
        struct effect effect = {.what = "open"}; \
        AROUND(int, begin_on_name(&effect, folder, path, AT_FDCWD, NULL), NEXT(name)(__VA_ARGS__, flags, mode)) \
    }

OPEN(open, AT_FDCWD, (const char *path, int flags, ...), path)
OPEN(open64, AT_FDCWD, (const char *path, int flags, ...), path)
OPEN(openat, fd, (int fd, const char *path, int flags, ...), fd, path)
OPEN(openat64, fd, (int fd, const char *path, int flags, ...), fd, path)
ON_NAME(int, creat, "open", AT_FDCWD, path, (const char *path, mode_t mode), (path, mode))

ON_FILE(ssize_t, write, "write", fd, (int fd, const void *from, size_t size), (fd, from, size))
ON_FILE(ssize_t, pwrite, "write", fd, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at))
ON_FILE(ssize_t, pwrite64, "write", fd, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at))
ON_FILE(ssize_t, writev, "write", fd, (int fd, const struct iovec *from, int count), (fd, from, count))
ON_FILE(ssize_t, copy_file_range, "write", fd,
        (int in, off64_t *from, int fd, off64_t *to, size_t size, unsigned flags), (in, from, fd, to, size, flags))
ON_FILE(int, ftruncate, "truncate", fd, (int fd, off_t size), (fd, size))
ON_FILE(int, ftruncate64, "truncate", fd, (int fd, off64_t size), (fd, size))
ON_FILE(int, fchmod, "chmod", fd, (int fd, mode_t mode), (fd, mode))
ON_FILE(int, futimens, "time", fd, (int fd, const struct timespec times[2]), (fd, times))
ON_FILE(int, futimes, "time", fd, (int fd, const struct timeval times[2]), (fd, times))
ON_FILE(int, fsync, "sync", fd, (int fd), (fd))
ON_FILE(int, fdatasync, "sync", fd, (int fd), (fd))
ON_FILE(int, syncfs, "sync-all", fd, (int fd), (fd))

ON_NAMES(int, rename, "rename", AT_FDCWD, to, AT_FDCWD, from, (const char *from, const char *to), (from, to))
ON_NAMES(int, renameat, "rename", toFolder, to, fromFolder, from,
        (int fromFolder, const char *from, int toFolder, const char *to), (fromFolder, from, toFolder, to))
ON_NAMES(int, renameat2, "rename", toFolder, to, fromFolder, from,
        (int fromFolder, const char *from, int toFolder, const char *to, unsigned flags),
        (fromFolder, from, toFolder, to, flags))
ON_NAMES(int, link, "link", AT_FDCWD, to, AT_FDCWD, from, (const char *from, const char *to), (from, to))
ON_NAMES(int, linkat, "link", toFolder, to, fromFolder, from,
        (int fromFolder, const char *from, int toFolder, const char *to, int flags),
        (fromFolder, from, toFolder, to, flags))
ON_NAME(int, symlink, "symlink", AT_FDCWD, to, (const char *from, const char *to), (from, to))
ON_NAME(int, symlinkat, "symlink", folder, to, (const char *from, int folder, const char *to), (from, folder, to))
ON_NAME(int, unlink, "unlink", AT_FDCWD, path, (const char *path), (path))
ON_NAME(int, unlinkat, "unlink", folder, path, (int folder, const char *path, int flags), (folder, path, flags))
ON_NAME(int, remove, "unlink", AT_FDCWD, path, (const char *path), (path))
ON_NAME(int, rmdir, "unlink", AT_FDCWD, path, (const char *path), (path))
ON_NAME(int, mkdir, "mkdir", AT_FDCWD, path, (const char *path, mode_t mode), (path, mode))
ON_NAME(int, mkdirat, "mkdir", folder, path, (int folder, const char *path, mode_t mode), (folder, path, mode))
ON_NAME(int, chmod, "chmod", AT_FDCWD, path, (const char *path, mode_t mode), (path, mode))
ON_NAME(int, utimensat, "time", folder, path,
        (int folder, const char *path, const struct timespec times[2], int flags), (folder, path, times, flags))
