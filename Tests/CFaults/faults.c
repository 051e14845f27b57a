#include "faults.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <string.h>

static atomic_bool armed;
static atomic_int wanted;
static atomic_long due, done;
static atomic_bool lasts;

/// Whether the operation that begins now fails.
static bool fails(fault_kind kind) {
    if (!atomic_load(&armed) || atomic_load(&wanted) != (int)kind) return false;
    long number = atomic_fetch_add(&done, 1) + 1;
    long nth = atomic_load(&due);
    return nth > 0 && (number == nth || (number > nth && atomic_load(&lasts)));
}

void faults_arm(fault_kind kind, long nth, bool lasting) {
    atomic_store(&wanted, (int)kind);
    atomic_store(&due, nth);
    atomic_store(&lasts, lasting);
    atomic_store(&done, 0);
    atomic_store(&armed, true);
}

long faults_disarm(void) {
    atomic_store(&armed, false);
    return atomic_load(&done);
}

// Files: each is one of the system's layer, after ours.

typedef struct {
    sqlite3_file base;
    sqlite3_file *real;
} faulty_file;

static sqlite3_file *real(sqlite3_file *file) { return ((faulty_file *)file)->real; }

static int close_file(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int read_file(sqlite3_file *file, void *buffer, int count, sqlite3_int64 offset) {
    if (fails(fault_io)) return SQLITE_IOERR_READ;
    return real(file)->pMethods->xRead(real(file), buffer, count, offset);
}

static int write_file(sqlite3_file *file, const void *buffer, int count, sqlite3_int64 offset) {
    if (fails(fault_io)) return SQLITE_IOERR_WRITE;
    // A full disk often takes a part.
    if (fails(fault_full)) {
        if (count > 1) real(file)->pMethods->xWrite(real(file), buffer, count / 2, offset);
        return SQLITE_FULL;
    }
    return real(file)->pMethods->xWrite(real(file), buffer, count, offset);
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    if (fails(fault_io)) return SQLITE_IOERR_TRUNCATE;
    return real(file)->pMethods->xTruncate(real(file), size);
}

static int sync_file(sqlite3_file *file, int flags) {
    if (fails(fault_io)) return SQLITE_IOERR_FSYNC;
    return real(file)->pMethods->xSync(real(file), flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    if (fails(fault_io)) return SQLITE_IOERR_FSTAT;
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int lock_file(sqlite3_file *file, int level) {
    if (fails(fault_io)) return SQLITE_IOERR_LOCK;
    return real(file)->pMethods->xLock(real(file), level);
}

static int unlock_file(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }

static int check_lock(sqlite3_file *file, int *result) {
    if (fails(fault_io)) return SQLITE_IOERR_CHECKRESERVEDLOCK;
    return real(file)->pMethods->xCheckReservedLock(real(file), result);
}

static int control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int sector_size(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }

static int device(sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }

static int map_shared(sqlite3_file *file, int page, int size, int extend, void volatile **memory) {
    if (fails(fault_io)) return SQLITE_IOERR_SHMMAP;
    if (extend && fails(fault_full)) return SQLITE_FULL;
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags) {
    if ((flags & SQLITE_SHM_LOCK) && fails(fault_io)) return SQLITE_IOERR_SHMLOCK;
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }

static int unmap_shared(sqlite3_file *file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

static const sqlite3_io_methods methods = {
    2,         close_file,  read_file, write_file,  truncate_file, sync_file,  file_size,   lock_file,    unlock_file,
    check_lock, control,     sector_size, device,     map_shared,    lock_shared, barrier,     unmap_shared, 0,
    0,
};

static sqlite3_vfs *system_layer;
static sqlite3_vfs layer;

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
    (void)vfs;
    faulty_file *ours = (faulty_file *)file;
    ours->base.pMethods = 0;
    if (fails(fault_open)) return SQLITE_CANTOPEN;
    if (fails(fault_io)) return SQLITE_IOERR;
    ours->real = (sqlite3_file *)(ours + 1);
    memset(ours->real, 0, (size_t)system_layer->szOsFile);
    int code = system_layer->xOpen(system_layer, name, ours->real, flags, out);
    if (ours->real->pMethods) ours->base.pMethods = &methods;
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync) {
    (void)vfs;
    if (fails(fault_io)) return SQLITE_IOERR_DELETE;
    return system_layer->xDelete(system_layer, name, sync);
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    (void)vfs;
    if (fails(fault_io)) return SQLITE_IOERR_ACCESS;
    return system_layer->xAccess(system_layer, name, flags, result);
}

// Memory.

static sqlite3_mem_methods memory;

static void *allocate(int size) { return fails(fault_memory) ? 0 : memory.xMalloc(size); }

static void *reallocate(void *old, int size) { return fails(fault_memory) ? 0 : memory.xRealloc(old, size); }

bool faults_install(void) {
    sqlite3_mem_methods ours;
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory) != SQLITE_OK) return false;
    ours = memory;
    ours.xMalloc = allocate;
    ours.xRealloc = reallocate;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) != SQLITE_OK) return false;
    system_layer = sqlite3_vfs_find(0);
    if (!system_layer) return false;
    layer = *system_layer;
    layer.zName = "faulty";
    layer.pNext = 0;
    layer.szOsFile = (int)sizeof(faulty_file) + system_layer->szOsFile;
    layer.xOpen = open_file;
    layer.xDelete = delete_file;
    layer.xAccess = access_file;
    return sqlite3_vfs_register(&layer, 1) == SQLITE_OK;
}
