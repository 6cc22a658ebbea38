/* Lets one call on files below a folder fail, or end the process: the system calls of Python and of
 * engines alike go through these functions where this is preloaded (LD_PRELOAD).
 *
 * fault_arm says which call, counted from 0, and how; fault_seen how many there were. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define DESCRIPTORS 65536
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static char root[PATH_MAX];
static char hit_name[32];
static atomic_int armed;
static atomic_long seen;
static long chosen = -1;
static int how; /* an errno, or 0 to end the process */
static atomic_char ours[DESCRIPTORS];

void fault_arm(const char *folder, long at, int error) {
    strncpy(root, folder, sizeof root - 1);
    chosen = at;
    how = error;
    hit_name[0] = 0;
    atomic_store(&seen, 0);
    atomic_store(&armed, 1);
}

void fault_disarm(void) { atomic_store(&armed, 0); }

long fault_seen(void) { return atomic_load(&seen); }

const char *fault_hit(void) { return hit_name; }

static int is_ours(int descriptor) {
    return descriptor >= 0 && descriptor < DESCRIPTORS && atomic_load(&ours[descriptor]);
}

static int is_below(int folder, const char *path) {
    if (path[0] != '/') return is_ours(folder);
    return root[0] && strncmp(path, root, strlen(root)) == 0;
}

/* Count a call; return whether it is to fail, with errno set. */
static int fails(const char *name) {
    if (!atomic_load(&armed) || atomic_fetch_add(&seen, 1) != chosen) return 0;
    strncpy(hit_name, name, sizeof hit_name - 1);
    if (!how) kill(getpid(), SIGKILL);
    errno = how;
    return 1;
}

static int opened(int descriptor, int folder, const char *path) {
    if (descriptor >= 0 && descriptor < DESCRIPTORS)
        atomic_store(&ours[descriptor], is_below(folder, path));
    return descriptor;
}

#define MODE(flags)                                              \
    mode_t mode = 0;                                             \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                       \
        va_list more;                                            \
        va_start(more, flags);                                   \
        mode = va_arg(more, mode_t);                             \
        va_end(more);                                            \
    }

#define OPEN(name)                                                              \
    int name(const char *path, int flags, ...) {                                \
        MODE(flags)                                                             \
        if (is_below(AT_FDCWD, path) && fails("open")) return -1;               \
        return opened(NEXT(name)(path, flags, mode), AT_FDCWD, path);           \
    }
#define OPENAT(name)                                                            \
    int name(int folder, const char *path, int flags, ...) {                    \
        MODE(flags)                                                             \
        if (is_below(folder, path) && fails("open")) return -1;                 \
        return opened(NEXT(name)(folder, path, flags, mode), folder, path);     \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int close(int descriptor) {
    if (descriptor >= 0 && descriptor < DESCRIPTORS) atomic_store(&ours[descriptor], 0);
    return NEXT(close)(descriptor);
}

/* A process that is killed in mid-write leaves half of it. */
ssize_t write(int descriptor, const void *data, size_t size) {
    if (is_ours(descriptor)) {
        if (atomic_load(&armed) && atomic_load(&seen) == chosen && !how)
            NEXT(write)(descriptor, data, size / 2);
        if (fails("write")) return -1;
    }
    return NEXT(write)(descriptor, data, size);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    if (is_ours(descriptor) && fails("write")) return -1;
    return NEXT(writev)(descriptor, parts, count);
}

#define PWRITE(name, offset_t)                                                        \
    ssize_t name(int descriptor, const void *data, size_t size, offset_t offset) {    \
        if (is_ours(descriptor) && fails("write")) return -1;                         \
        return NEXT(name)(descriptor, data, size, offset);                            \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t sendfile(int to, int from, off_t *offset, size_t size) {
    if (is_ours(to) && fails("write")) return -1;
    return NEXT(sendfile)(to, from, offset, size);
}

ssize_t sendfile64(int to, int from, off64_t *offset, size_t size) {
    if (is_ours(to) && fails("write")) return -1;
    return NEXT(sendfile64)(to, from, offset, size);
}

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *offset, size_t size, unsigned flags) {
    if (is_ours(to) && fails("write")) return -1;
    return NEXT(copy_file_range)(from, at, to, offset, size, flags);
}

int fsync(int descriptor) {
    return is_ours(descriptor) && fails("fsync") ? -1 : NEXT(fsync)(descriptor);
}

int fdatasync(int descriptor) {
    return is_ours(descriptor) && fails("fsync") ? -1 : NEXT(fdatasync)(descriptor);
}

#define TRUNCATE(name, offset_t)                                                      \
    int name(int descriptor, offset_t size) {                                         \
        return is_ours(descriptor) && fails("truncate") ? -1 : NEXT(name)(descriptor, size); \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *old, const char *new) {
    return is_below(AT_FDCWD, new) && fails("rename") ? -1 : NEXT(rename)(old, new);
}

int renameat(int from, const char *old, int to, const char *new) {
    return is_below(to, new) && fails("rename") ? -1 : NEXT(renameat)(from, old, to, new);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    return is_below(to, new) && fails("rename") ? -1 : NEXT(renameat2)(from, old, to, new, flags);
}

int link(const char *old, const char *new) {
    return is_below(AT_FDCWD, new) && fails("link") ? -1 : NEXT(link)(old, new);
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
    return is_below(to, new) && fails("link") ? -1 : NEXT(linkat)(from, old, to, new, flags);
}

int mkdir(const char *path, mode_t mode) {
    return is_below(AT_FDCWD, path) && fails("mkdir") ? -1 : NEXT(mkdir)(path, mode);
}

int unlink(const char *path) {
    return is_below(AT_FDCWD, path) && fails("unlink") ? -1 : NEXT(unlink)(path);
}
