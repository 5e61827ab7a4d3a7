/*
 * A library to be preloaded. It counts the calls of chosen kinds that a program and its children make for what is below one
 * folder, and answers some of them with an error of the system instead of making them.
 *
 * The environment's FAULTS_ORDER names a file of 8 KiB, which all processes map: struct order says what is in it. Who
 * starts the program writes it, between one run and the next.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

/* The kinds of calls, as bits. */
enum {
    CREATE = 1,      /* a file that is opened, and made where it is not there */
    NAME = 2,        /* a folder, a link, a file's new name */
    WRITE = 4,
    SYNC = 8,
    CLOSE = 16,      /* of a file that was open for writing */
    OPEN_TO_READ = 32,
    OPEN_TO_WRITE = 64,
    READ = 128,      /* of a file's bytes or a folder's names */
    LOOK = 256,      /* what a name leads to */
    REMOVE = 512,
    CHANGE = 1024    /* of a mode, a time, a length */
};

static struct order {
    int64_t count;    /* of the calls so far */
    int64_t first;    /* the first one that is answered with the error, from 1 */
    int64_t last;
    int32_t error;    /* the number of the error; 0: half of what is to be written is written */
    int32_t kinds;    /* of the calls that count; 0: none */
    int32_t answered; /* how many were answered with the error */
    int32_t unused;
    char where[4096 - 40]; /* the first of them */
    char below[4096]; /* the folder, without links in its path */
} *order;

/* The function that this library stands before. */
#define NEXT(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void map_order(void) {
    const char *file = getenv("FAULTS_ORDER");
    int fd = file ? NEXT(open)(file, O_RDWR | O_CLOEXEC) : -1;
    if (fd >= 0) {
        void *mapped = mmap(NULL, sizeof *order, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        NEXT(close)(fd);
        order = mapped == MAP_FAILED ? NULL : mapped;
    }
}

static int is_wanted(int kind) {
    return order && (order->kinds & kind);
}

/* Whether the call is to be answered with the error; errno is set then. */
static int refuses(const char *what, const char *path) {
    size_t length = strlen(order->below);
    if (strncmp(path, order->below, length) != 0 || (path[length] != '/' && path[length] != 0)) {
        return 0;
    }
    int64_t number = __atomic_add_fetch(&order->count, 1, __ATOMIC_SEQ_CST);
    if (number < order->first || number > order->last) {
        return 0;
    }
    if (__atomic_fetch_add(&order->answered, 1, __ATOMIC_SEQ_CST) == 0) {
        snprintf(order->where, sizeof order->where, "%s %s", what, path + length);
    }
    errno = order->error;
    return 1;
}

static int refuses_file(int kind, const char *what, int fd) {
    char link[64];
    char path[PATH_MAX];
    if (!is_wanted(kind)) {
        return 0;
    }
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    errno = before;
    return refuses(what, path);
}

static int refuses_name(int kind, const char *what, int folder, const char *name) {
    char link[64];
    char path[2 * PATH_MAX];
    if (!is_wanted(kind) || !name) {
        return 0;
    }
    int before = errno;
    if (name[0] == '/') {
        snprintf(path, sizeof path, "%s", name);
    } else {
        snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, path, PATH_MAX - 1);
        length = length > 0 ? length : 0;
        snprintf(path + length, PATH_MAX, "/%s", name);
    }
    errno = before;
    return refuses(what, path);
}

static int refuses_open(int folder, const char *path, int flags) {
    if (flags & O_CREAT) {
        return refuses_name(CREATE, "create", folder, path);
    }
    return (flags & O_ACCMODE) == O_RDONLY ? refuses_name(OPEN_TO_READ, "open", folder, path)
                                           : refuses_name(OPEN_TO_WRITE, "open", folder, path);
}

/* The mode is there only for a new file, but reading it does no harm. */
#define OPEN(name, folder, parameters, ...) \
    int name parameters { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = va_arg(rest, mode_t); \
        va_end(rest); \
        return refuses_open(folder, path, flags) ? -1 : NEXT(name)(__VA_ARGS__, flags, mode); \
    }

OPEN(open, AT_FDCWD, (const char *path, int flags, ...), path)
OPEN(open64, AT_FDCWD, (const char *path, int flags, ...), path)
OPEN(openat, fd, (int fd, const char *path, int flags, ...), fd, path)
OPEN(openat64, fd, (int fd, const char *path, int flags, ...), fd, path)

#define ON_NAME(type, refused, name, kind, what, folder, path, parameters, arguments) \
    type name parameters { \
        return refuses_name(kind, what, folder, path) ? refused : NEXT(name) arguments; \
    }

#define ON_FILE(type, name, kind, what, fd, parameters, arguments) \
    type name parameters { \
        return refuses_file(kind, what, fd) ? -1 : NEXT(name) arguments; \
    }

/* Without an error, half is written. */
#define ON_WRITE(name, fd, size, parameters, arguments) \
    ssize_t name parameters { \
        if (refuses_file(WRITE, "write", fd)) { \
            if (order->error) { \
                return -1; \
            } \
            size = size > 1 ? size / 2 : size; \
        } \
        return NEXT(name) arguments; \
    }

ON_WRITE(write, fd, size, (int fd, const void *from, size_t size), (fd, from, size))
ON_WRITE(pwrite, fd, size, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at))
ON_WRITE(pwrite64, fd, size, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at))
ON_WRITE(writev, fd, count, (int fd, const struct iovec *from, int count), (fd, from, count))
ON_WRITE(copy_file_range, to, size,
         (int from, off64_t *begin, int to, off64_t *at, size_t size, unsigned flags), (from, begin, to, at, size, flags))
ON_WRITE(sendfile, to, size, (int to, int from, off_t *begin, size_t size), (to, from, begin, size))
ON_WRITE(sendfile64, to, size, (int to, int from, off64_t *begin, size_t size), (to, from, begin, size))

ON_FILE(int, fsync, SYNC, "sync", fd, (int fd), (fd))
ON_FILE(int, fdatasync, SYNC, "sync", fd, (int fd), (fd))
ON_FILE(int, syncfs, SYNC, "sync", fd, (int fd), (fd))

/* The file is closed all the same, as the kernel does it. */
int close(int fd) {
    int is_refused = is_wanted(CLOSE) && (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY && refuses_file(CLOSE, "close", fd);
    int error = errno;
    int closed = NEXT(close)(fd);
    if (is_refused) {
        errno = error;
        return -1;
    }
    return closed;
}

ON_FILE(ssize_t, read, READ, "read", fd, (int fd, void *to, size_t size), (fd, to, size))
ON_FILE(ssize_t, pread, READ, "read", fd, (int fd, void *to, size_t size, off_t at), (fd, to, size, at))
ON_FILE(ssize_t, pread64, READ, "read", fd, (int fd, void *to, size_t size, off64_t at), (fd, to, size, at))
ON_FILE(ssize_t, readv, READ, "read", fd, (int fd, const struct iovec *to, int count), (fd, to, count))

ON_NAME(DIR *, NULL, opendir, OPEN_TO_READ, "list", AT_FDCWD, path, (const char *path), (path))

DIR *fdopendir(int fd) {
    return refuses_file(READ, "list", fd) ? NULL : NEXT(fdopendir)(fd);
}

struct dirent *readdir(DIR *folder) {
    return refuses_file(READ, "list", dirfd(folder)) ? NULL : NEXT(readdir)(folder);
}

struct dirent64 *readdir64(DIR *folder) {
    return refuses_file(READ, "list", dirfd(folder)) ? NULL : NEXT(readdir64)(folder);
}

#define LOOK_AT(name, type) \
    ON_NAME(int, -1, name, LOOK, "look", AT_FDCWD, path, (const char *path, struct type *found), (path, found))

LOOK_AT(stat, stat)
LOOK_AT(lstat, stat)
LOOK_AT(stat64, stat64)
LOOK_AT(lstat64, stat64)
ON_FILE(int, fstat, LOOK, "look", fd, (int fd, struct stat *found), (fd, found))
ON_FILE(int, fstat64, LOOK, "look", fd, (int fd, struct stat64 *found), (fd, found))
ON_NAME(int, -1, fstatat, LOOK, "look", folder, path,
        (int folder, const char *path, struct stat *found, int flags), (folder, path, found, flags))
ON_NAME(int, -1, fstatat64, LOOK, "look", folder, path,
        (int folder, const char *path, struct stat64 *found, int flags), (folder, path, found, flags))
ON_NAME(int, -1, statx, LOOK, "look", folder, path,
        (int folder, const char *path, int flags, unsigned mask, struct statx *found),
        (folder, path, flags, mask, found))
ON_NAME(int, -1, access, LOOK, "look", AT_FDCWD, path, (const char *path, int mode), (path, mode))
ON_NAME(ssize_t, -1, readlink, LOOK, "look", AT_FDCWD, path,
        (const char *path, char *to, size_t size), (path, to, size))
ON_NAME(ssize_t, -1, readlinkat, LOOK, "look", folder, path,
        (int folder, const char *path, char *to, size_t size), (folder, path, to, size))

/* What a JDK calls that was built on an older C library. */
#define OLD_LOOK(name, type) \
    int name(int version, const char *path, struct type *found); \
    ON_NAME(int, -1, name, LOOK, "look", AT_FDCWD, path, \
            (int version, const char *path, struct type *found), (version, path, found))

OLD_LOOK(__xstat, stat)
OLD_LOOK(__lxstat, stat)
OLD_LOOK(__xstat64, stat64)
OLD_LOOK(__lxstat64, stat64)
int __fxstat(int version, int fd, struct stat *found);
ON_FILE(int, __fxstat, LOOK, "look", fd, (int version, int fd, struct stat *found), (version, fd, found))
int __fxstat64(int version, int fd, struct stat64 *found);
ON_FILE(int, __fxstat64, LOOK, "look", fd, (int version, int fd, struct stat64 *found), (version, fd, found))
int __fxstatat64(int version, int folder, const char *path, struct stat64 *found, int flags);
ON_NAME(int, -1, __fxstatat64, LOOK, "look", folder, path,
        (int version, int folder, const char *path, struct stat64 *found, int flags),
        (version, folder, path, found, flags))

ON_NAME(int, -1, rename, NAME, "rename", AT_FDCWD, to, (const char *from, const char *to), (from, to))
ON_NAME(int, -1, renameat, NAME, "rename", toFolder, to,
        (int fromFolder, const char *from, int toFolder, const char *to), (fromFolder, from, toFolder, to))
ON_NAME(int, -1, renameat2, NAME, "rename", toFolder, to,
        (int fromFolder, const char *from, int toFolder, const char *to, unsigned flags),
        (fromFolder, from, toFolder, to, flags))
ON_NAME(int, -1, link, NAME, "link", AT_FDCWD, to, (const char *from, const char *to), (from, to))
ON_NAME(int, -1, linkat, NAME, "link", toFolder, to,
        (int fromFolder, const char *from, int toFolder, const char *to, int flags),
        (fromFolder, from, toFolder, to, flags))
ON_NAME(int, -1, symlink, NAME, "symlink", AT_FDCWD, to, (const char *from, const char *to), (from, to))
ON_NAME(int, -1, symlinkat, NAME, "symlink", folder, to,
        (const char *from, int folder, const char *to), (from, folder, to))
ON_NAME(int, -1, mkdir, NAME, "mkdir", AT_FDCWD, path, (const char *path, mode_t mode), (path, mode))
ON_NAME(int, -1, mkdirat, NAME, "mkdir", folder, path, (int folder, const char *path, mode_t mode), (folder, path, mode))

ON_NAME(int, -1, unlink, REMOVE, "remove", AT_FDCWD, path, (const char *path), (path))
ON_NAME(int, -1, unlinkat, REMOVE, "remove", folder, path,
        (int folder, const char *path, int flags), (folder, path, flags))
ON_NAME(int, -1, remove, REMOVE, "remove", AT_FDCWD, path, (const char *path), (path))
ON_NAME(int, -1, rmdir, REMOVE, "remove", AT_FDCWD, path, (const char *path), (path))

ON_FILE(int, ftruncate, CHANGE, "truncate", fd, (int fd, off_t size), (fd, size))
ON_FILE(int, ftruncate64, CHANGE, "truncate", fd, (int fd, off64_t size), (fd, size))
ON_FILE(int, fchmod, CHANGE, "chmod", fd, (int fd, mode_t mode), (fd, mode))
ON_FILE(int, futimens, CHANGE, "time", fd, (int fd, const struct timespec times[2]), (fd, times))
ON_FILE(int, futimes, CHANGE, "time", fd, (int fd, const struct timeval times[2]), (fd, times))
ON_NAME(int, -1, chmod, CHANGE, "chmod", AT_FDCWD, path, (const char *path, mode_t mode), (path, mode))
ON_NAME(int, -1, utimensat, CHANGE, "time", folder, path,
        (int folder, const char *path, const struct timespec times[2], int flags), (folder, path, times, flags))
