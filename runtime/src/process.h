#ifndef ASYNC_SRC_PROCESS_H
#define ASYNC_SRC_PROCESS_H

#include <async/subprocess.h>

/* At the end of the loop: forgets all of them. They are not ended by this. */
void processes_release_all(void);

#endif
