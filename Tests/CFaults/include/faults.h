#pragma once
#include <stdbool.h>

/// What SQLite's layer below (https://sqlite.org/vfs.html, https://sqlite.org/malloc.html) answers where a fault is due.
typedef enum {
    fault_io,      // any operation on a file: SQLITE_IOERR and its kinds
    fault_full,    // a write or an extension: SQLITE_FULL
    fault_open,    // opening a file: SQLITE_CANTOPEN
    fault_memory,  // an allocation: none
} fault_kind;

/// Puts the layer below SQLite, for the whole process. Must come before the first use of SQLite. Returns false where SQLite refuses.
bool faults_install(void);

/// From now on the `nth` operation of this kind fails, counted from 1; those after it too when `lasting`. 0 only counts.
void faults_arm(fault_kind kind, long nth, bool lasting);

/// Ends it, and returns how many operations of the kind there were.
long faults_disarm(void);
