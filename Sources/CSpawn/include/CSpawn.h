#pragma once
#include <spawn.h>

/// Closes every descriptor from `lowest` on in the child (posix_spawn_file_actions_addclosefrom_np(3), which Swift's Glibc does not show).
int close_from(posix_spawn_file_actions_t *actions, int lowest);
