/* Lets one system call on files below a folder fail, or end the process, whoever makes it: Python,
 * the engines, and what asks the kernel without the C library, as Tantivy does for its renames.
 *
 * fault_arm has the kernel hand over (seccomp) every call in the table below, of this thread and
 * those that it starts from then on. It says which one fails, and how: the one of this name on a
 * file whose name fits a pattern, counted from 0, so that it is the same one whatever other threads
 * do before it. What there was is told to the process that forked this one too: fault_calls which
 * calls, a line each, and fault_hit on what the one that failed was. fault_knows says whether a
 * call is in the table. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define HERE -1 /* a path without a folder is one from the working folder */
#define FILE -1 /* what is changed is an open file */

struct call {
    int number;
    const char *name;
    int folder, path; /* which arguments they are */
};

static const struct call calls[] = {
    {SYS_open, "open", HERE, 0}, {SYS_creat, "creat", HERE, 0},
    {SYS_openat, "openat", 0, 1}, {SYS_openat2, "openat2", 0, 1},
    {SYS_write, "write", 0, FILE}, {SYS_writev, "writev", 0, FILE},
    {SYS_pwrite64, "pwrite64", 0, FILE}, {SYS_pwritev, "pwritev", 0, FILE},
    {SYS_pwritev2, "pwritev2", 0, FILE}, {SYS_sendfile, "sendfile", 0, FILE},
    {SYS_copy_file_range, "copy_file_range", 2, FILE}, {SYS_splice, "splice", 2, FILE},
    {SYS_fsync, "fsync", 0, FILE}, {SYS_fdatasync, "fdatasync", 0, FILE},
    {SYS_sync_file_range, "sync_file_range", 0, FILE}, {SYS_syncfs, "syncfs", 0, FILE},
    {SYS_ftruncate, "ftruncate", 0, FILE}, {SYS_truncate, "truncate", HERE, 0},
    {SYS_fallocate, "fallocate", 0, FILE},
    {SYS_rename, "rename", HERE, 1}, {SYS_renameat, "renameat", 2, 3},
    {SYS_renameat2, "renameat2", 2, 3},
    {SYS_link, "link", HERE, 1}, {SYS_linkat, "linkat", 2, 3},
    {SYS_symlink, "symlink", HERE, 1}, {SYS_symlinkat, "symlinkat", 1, 2},
    {SYS_mkdir, "mkdir", HERE, 0}, {SYS_mkdirat, "mkdirat", 0, 1},
    {SYS_unlink, "unlink", HERE, 0}, {SYS_unlinkat, "unlinkat", 0, 1},
    {SYS_rmdir, "rmdir", HERE, 0},
    {SYS_chmod, "chmod", HERE, 0}, {SYS_fchmod, "fchmod", 0, FILE},
    {SYS_fchmodat, "fchmodat", 0, 1},
};
#define CALLS (sizeof calls / sizeof *calls)

static char root[PATH_MAX];
static size_t root_length;
static atomic_int armed;
static char wanted[32], pattern[NAME_MAX];
static long chosen;
static int how; /* an errno, or 0 to end the process */

/* What became of it: pages that processes share, so that one that was killed tells too. */
static struct {
    atomic_long met;
    char hit[PATH_MAX];
    atomic_size_t size;
    char calls[1 << 20];
} *told;

__attribute__((constructor)) static void share(void) {
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

/* A system call that is not handed over: the filter knows the place after it. */
long fault_call(long number, long a, long b, long c, long d, long e, long f);
extern const char fault_called[];
__asm__(
    ".text\n"
    ".globl fault_call, fault_called\n"
    "fault_call:\n"
    "  mov %rdi, %rax\n  mov %rsi, %rdi\n  mov %rdx, %rsi\n  mov %rcx, %rdx\n"
    "  mov %r8, %r10\n  mov %r9, %r8\n  mov 8(%rsp), %r9\n  syscall\n"
    "fault_called:\n"
    "  ret\n"
    ".section .note.GNU-stack,\"\",@progbits\n.text\n");

static int is_below(const char *path) { return strncmp(path, root, root_length) == 0; }

/* Put the path of an open file or folder into a buffer of PATH_MAX, where it has one. */
static void path_of(long descriptor, char *path) {
    char link[32] = "/proc/self/fd/";
    if (descriptor < 0) return;
    char digits[12], *digit = digits + sizeof digits - 1;
    *digit = 0;
    do *--digit = '0' + descriptor % 10; while (descriptor /= 10);
    strcat(link, digit);
    fault_call(SYS_readlink, (long)link, (long)path, PATH_MAX - 1, 0, 0, 0);
}

static int is_open_below(long descriptor) {
    char path[PATH_MAX] = "";
    path_of(descriptor, path);
    return is_below(path);
}

static int is_ours(const struct call *call, const long *arguments) {
    if (call->path == FILE) return is_open_below(arguments[call->folder]);
    const char *path = (const char *)arguments[call->path];
    if (path[0] == '/') return is_below(path);
    return call->folder != HERE && is_open_below((int)arguments[call->folder]);
}

/* Write down a call; one that there is no room for ends the process. */
static void tell(const char *name, const char *file) {
    char line[PATH_MAX + 34];
    char *end = stpcpy(stpcpy(stpcpy(line, name), " "), file);
    *end++ = '\n';
    size_t length = end - line, at = atomic_fetch_add(&told->size, length);
    if (at + length >= sizeof told->calls) kill(getpid(), SIGKILL);
    memcpy(told->calls + at, line, length);
}

/* Return whether a call fails. A process that ends in mid-write leaves half of it. */
static int fails(const struct call *call, const long *arguments) {
    if (!atomic_load(&armed)) return 0;
    char path[PATH_MAX] = "";
    if (call->path == FILE)
        path_of(arguments[call->folder], path);
    else
        strncpy(path, (const char *)arguments[call->path], sizeof path - 1);
    const char *last = strrchr(path, '/'), *file = last ? last + 1 : path;
    tell(call->name, file);
    if (strcmp(call->name, wanted) || fnmatch(pattern, file, FNM_PERIOD)) return 0;
    if (atomic_fetch_add(&told->met, 1) != chosen) return 0;
    strcpy(told->hit, file);
    if (!how) {
        if (call->number == SYS_write)
            fault_call(SYS_write, arguments[0], arguments[1], arguments[2] / 2, 0, 0, 0);
        kill(getpid(), SIGKILL);
    }
    return 1;
}

static void handed_over(int signal, siginfo_t *information, void *context) {
    greg_t *held = ((ucontext_t *)context)->uc_mcontext.gregs;
    const long a[] = {held[REG_RDI], held[REG_RSI], held[REG_RDX],
                      held[REG_R10], held[REG_R8], held[REG_R9]};
    const struct call *call = calls;
    (void)signal;
    while (call->number != information->si_syscall) call++;
    held[REG_RAX] = is_ours(call, a) && fails(call, a)
                        ? -how
                        : fault_call(call->number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

/* Have the calls of the table handed over, but for those that are made by fault_call. */
static int watch(void) {
    const uint64_t own = (uint64_t)fault_called;
    const uint32_t at = offsetof(struct seccomp_data, instruction_pointer);
    struct sock_filter filter[CALLS + 8];
    size_t size = 0;
    filter[size++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at);
    filter[size++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ, (uint32_t)own, 0, 3);
    filter[size++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, at + 4);
    filter[size++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ, (uint32_t)(own >> 32), 0, 1);
    filter[size++] = (struct sock_filter)BPF_STMT(BPF_RET, SECCOMP_RET_ALLOW);
    filter[size++] = (struct sock_filter)BPF_STMT(
        BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t n = 0; n < CALLS; n++)
        filter[size++] = (struct sock_filter)BPF_JUMP(
            BPF_JMP | BPF_JEQ, calls[n].number, CALLS - n, 0);
    filter[size++] = (struct sock_filter)BPF_STMT(BPF_RET, SECCOMP_RET_ALLOW);
    filter[size++] = (struct sock_filter)BPF_STMT(BPF_RET, SECCOMP_RET_TRAP);
    struct sock_fprog program = {size, filter};
    struct sigaction action = {.sa_sigaction = handed_over, .sa_flags = SA_SIGINFO | SA_NODEFER};
    return sigaction(SIGSYS, &action, NULL) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* Return 0, or an errno where the kernel hands no calls over. Once a process. */
int fault_arm(const char *folder, const char *name, const char *file, long at, int error) {
    strncpy(root, folder, sizeof root - 1);
    root_length = strlen(root);
    strncpy(wanted, name, sizeof wanted - 1);
    strncpy(pattern, file, sizeof pattern - 1);
    chosen = at;
    how = error;
    memset(told, 0, sizeof *told);
    if (watch()) return errno;
    atomic_store(&armed, 1);
    return 0;
}

void fault_disarm(void) { atomic_store(&armed, 0); }

const char *fault_calls(void) { return told->calls; }

const char *fault_hit(void) { return told->hit; }

int fault_knows(const char *name) {
    for (size_t n = 0; n < CALLS; n++)
        if (strcmp(calls[n].name, name) == 0) return 1;
    return 0;
}
