// The files that `install` writes, compiled in with C23's #embed, so that the program is one file. A new file needs two lines here.
#include "DeployFiles.h"

#pragma clang diagnostic ignored "-Wc23-extensions"
