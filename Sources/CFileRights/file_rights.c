#include "CFileRights.h"
#include <sys/fsuid.h>

int set_file_rights(uid_t user, gid_t group) {
    setfsgid(group);
    setfsuid(user);
    // Neither reports a failure; with an invalid id, both return the current one (setfsuid(2), BUGS).
    return (uid_t)setfsuid((uid_t)-1) == user && (gid_t)setfsgid((gid_t)-1) == group ? 0 : -1;
}
