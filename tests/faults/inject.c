/*
 * Fails one system call of a process: a library for LD_PRELOAD, for tests only.
 *
 * Why not strace: it counts the calls of each thread for itself, and the runtime reads a file on whichever of its threads
 * is free. So "the second read of the input" can't be named there. Here all threads share one count. Whether this library
 * sees every call is checked against strace, in trace_test.ts.
 *
 * Only calls on files in one folder, and on standard input and output, are counted. In the environment:
 *   FAULT_FOLDER  the folder, an absolute path without links
 *   FAULT_TRACE   a file that receives a line for each call: its number, its name, the file; "!" at the end of a fault
 *   FAULTS        lines of a call's number, from 1, and what happens at that call:
 *                 errno N    it fails with this error and does nothing
 *                 signal N   the process gets this signal, then the call is made
 *                 short      a read or write takes only the first byte
 *                 run LINE   a line of shell is run in the folder, then the call is made
 *                 clock N    from now on the wall clock is N seconds late; the call is made
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_FAULTS 16

static const char *folder;
static size_t folder_length;
static int trace = -1;
static atomic_int calls;
static atomic_long seconds_late;

struct fault {
  int at;
  const char *action;
};
static struct fault faults[MOST_FAULTS];
static int fault_count;

static void read_faults(char *lines) {
  for (char *line = strtok(lines, "\n"); line && fault_count < MOST_FAULTS; line = strtok(NULL, "\n")) {
    char *action = strchr(line, ' ');
    if (action) faults[fault_count++] = (struct fault){atoi(line), action + 1};
  }
}

static const char *action_at(int call) {
  for (int i = 0; i < fault_count; i++) {
    if (faults[i].at == call) return faults[i].action;
  }
  return NULL;
}

/* All calls of this library's own go past the functions that it replaces. */
static long raw_write(int fd, const void *bytes, size_t length) { return syscall(SYS_write, fd, bytes, length); }

__attribute__((constructor)) static void start(void) {
  folder = getenv("FAULT_FOLDER");
  folder_length = folder ? strlen(folder) : 0;
  if (getenv("FAULTS")) read_faults(strdup(getenv("FAULTS")));
  const char *path = getenv("FAULT_TRACE");
  if (path) trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
  /* Whatever the process starts is left alone. */
  unsetenv("LD_PRELOAD");
}

/* The file of a path in the folder, "." for the folder itself; NULL for any other. */
static const char *in_folder(const char *path) {
  if (!folder || strncmp(path, folder, folder_length) != 0) return NULL;
  if (path[folder_length] == '\0') return ".";
  return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

static const char *of_path(int directory, const char *path, char *buffer) {
  if (path[0] == '/') return in_folder(path);
  if (directory != AT_FDCWD || !getcwd(buffer, PATH_MAX)) return NULL;
  strncat(buffer, "/", PATH_MAX - strlen(buffer) - 1);
  strncat(buffer, path, PATH_MAX - strlen(buffer) - 1);
  return in_folder(buffer);
}

static const char *of_fd(int fd, char *buffer) {
  if (!folder || fd < 0) return NULL;
  if (fd == 0) return "stdin";
  if (fd == 1) return "stdout";
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = syscall(SYS_readlink, link, buffer, PATH_MAX - 1);
  if (length < 0) return NULL;
  buffer[length] = '\0';
  return in_folder(buffer);
}

static void run_line(const char *line) {
  pid_t child = fork();
  if (child == 0) {
    if (chdir(folder) != 0) _exit(1);
    execl("/bin/sh", "sh", "-c", line, (char *)NULL);
    _exit(1);
  }
  waitpid(child, NULL, 0);
}

enum outcome { GO_ON, FAIL, SHORT };

/* Counts a call on `file`, which may be NULL for a file that is none of ours. After FAIL, errno is set. */
static enum outcome met(const char *call, const char *file) {
  if (!file) return GO_ON;
  int saved = errno;
  int number = atomic_fetch_add(&calls, 1) + 1;
  const char *action = action_at(number);
  char line[PATH_MAX + 64];
  int length = snprintf(line, sizeof line, "%d %s %s%s\n", number, call, file, action ? " !" : "");
  raw_write(trace, line, (size_t)length);
  errno = saved;
  if (!action) return GO_ON;
  if (strncmp(action, "errno ", 6) == 0) {
    errno = atoi(action + 6);
    return FAIL;
  }
  if (strncmp(action, "signal ", 7) == 0) kill(getpid(), atoi(action + 7));
  if (strncmp(action, "run ", 4) == 0) run_line(action + 4);
  if (strncmp(action, "clock ", 6) == 0) atomic_store(&seconds_late, atol(action + 6));
  errno = saved;
  return strcmp(action, "short") == 0 ? SHORT : GO_ON;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* --- calls that take a path */

#define OPEN(name)                                                           \
  int name(const char *path, int flags, ...) {                               \
    va_list more;                                                            \
    va_start(more, flags);                                                   \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;  \
    va_end(more);                                                            \
    char buffer[PATH_MAX];                                                   \
    if (met("open", of_path(AT_FDCWD, path, buffer)) == FAIL) return -1;     \
    return REAL(name)(path, flags, mode);                                    \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                         \
  int name(int directory, const char *path, int flags, ...) {                \
    va_list more;                                                            \
    va_start(more, flags);                                                   \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;  \
    va_end(more);                                                            \
    char buffer[PATH_MAX];                                                   \
    if (met("open", of_path(directory, path, buffer)) == FAIL) return -1;    \
    return REAL(name)(directory, path, flags, mode);                         \
  }
OPENAT(openat)
OPENAT(openat64)

int rename(const char *from, const char *to) {
  char buffer[PATH_MAX];
  if (met("rename", of_path(AT_FDCWD, from, buffer)) == FAIL) return -1;
  return REAL(rename)(from, to);
}

int unlink(const char *path) {
  char buffer[PATH_MAX];
  if (met("unlink", of_path(AT_FDCWD, path, buffer)) == FAIL) return -1;
  return REAL(unlink)(path);
}

/* Not inlined: the header says that no path is null, and the compiler would believe it. */
__attribute__((noinline, noipa)) static int is_null(const void *pointer) { return pointer == NULL; }

int statx(int directory, const char *restrict path, int flags, unsigned int mask, struct statx *restrict result) {
  char buffer[PATH_MAX];
  /* The runtime asks with a null pointer whether there is such a call. */
  if (is_null(path)) return (int)syscall(SYS_statx, directory, path, flags, mask, result);
  const char *file = path[0] ? of_path(directory, path, buffer) : of_fd(directory, buffer);
  if (met("stat", file) == FAIL) return -1;
  return REAL(statx)(directory, path, flags, mask, result);
}

/* --- calls that take a file descriptor */

#define TRANSFER(name, type)                                                 \
  ssize_t name(int fd, type bytes, size_t length) {                          \
    char buffer[PATH_MAX];                                                   \
    enum outcome outcome = met(#name, of_fd(fd, buffer));                    \
    if (outcome == FAIL) return -1;                                          \
    return REAL(name)(fd, bytes, outcome == SHORT && length > 1 ? 1 : length); \
  }
TRANSFER(read, void *)
TRANSFER(write, const void *)

#define TRANSFER_AT(name, call, type, offset_type)                           \
  ssize_t name(int fd, type bytes, size_t length, offset_type offset) {      \
    char buffer[PATH_MAX];                                                   \
    enum outcome outcome = met(call, of_fd(fd, buffer));                     \
    if (outcome == FAIL) return -1;                                          \
    return REAL(name)(fd, bytes, outcome == SHORT && length > 1 ? 1 : length, offset); \
  }
TRANSFER_AT(pread, "read", void *, off_t)
TRANSFER_AT(pread64, "read", void *, off64_t)
TRANSFER_AT(pwrite, "write", const void *, off_t)
TRANSFER_AT(pwrite64, "write", const void *, off64_t)

#define ON_FD(name, call)                                                    \
  int name(int fd) {                                                         \
    char buffer[PATH_MAX];                                                   \
    if (met(call, of_fd(fd, buffer)) == FAIL) return -1;                     \
    return REAL(name)(fd);                                                   \
  }
ON_FD(fsync, "fsync")
ON_FD(fdatasync, "fsync")

#define TRUNCATE(name, offset_type)                                          \
  int name(int fd, offset_type length) {                                     \
    char buffer[PATH_MAX];                                                   \
    if (met("truncate", of_fd(fd, buffer)) == FAIL) return -1;               \
    return REAL(name)(fd, length);                                           \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

/* A close that fails has closed all the same, as on Linux. */
int close(int fd) {
  char buffer[PATH_MAX];
  enum outcome outcome = met("close", fd > 1 ? of_fd(fd, buffer) : NULL);
  int error = errno;
  int result = REAL(close)(fd);
  if (outcome != FAIL) return result;
  errno = error;
  return -1;
}

/* --- the wall clock */

int clock_gettime(clockid_t clock, struct timespec *now) {
  long result = syscall(SYS_clock_gettime, clock, now);
  if (result == 0 && clock == CLOCK_REALTIME) now->tv_sec -= atomic_load(&seconds_late);
  return (int)result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  long result = syscall(SYS_gettimeofday, now, zone);
  if (result == 0) now->tv_sec -= atomic_load(&seconds_late);
  return (int)result;
}
