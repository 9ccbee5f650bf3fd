/*
 * async.h: Python's asynchronous protocols, in C.
 *
 * The one header that a program includes. Each concept has its own below, and
 * each of those says what its macros expand to; read them in this order.
 */
#ifndef ASYNC_H
#define ASYNC_H

#include <async/await.h>             /* async, await */
#include <async/run.h>               /* async_run */
#include <async/time.h>              /* async_sleep */
#include <async/exception.h>         /* raise, try, except, finally */
#include <async/context_manager.h>   /* with, async_with */
#include <async/iterator.h>          /* for_each, async_for */
#include <async/generator.h>         /* generator, yield */
#include <async/async_generator.h>   /* async_generator, anext, aclose */
#include <async/generator_context_manager.h> /* asynccontextmanager, aclosing */
#include <async/exit_stack.h>        /* AsyncExitStack */
#include <async/list.h>              /* list_of */
#include <async/task.h>              /* Task, create_task */
#include <async/gather.h>            /* gather */
#include <async/wait.h>              /* async_wait */
#include <async/as_completed.h>      /* as_completed */
#include <async/wait_for.h>          /* wait_for */
#include <async/shield.h>            /* shield */
#include <async/timeout.h>           /* timeout */
#include <async/task_group.h>        /* task_group */
#include <async/exception_group.h>   /* ExceptionGroup */
#include <async/lock.h>              /* Lock */
#include <async/event.h>             /* Event */
#include <async/condition.h>         /* Condition */
#include <async/barrier.h>           /* Barrier */
#include <async/semaphore.h>         /* Semaphore, BoundedSemaphore */
#include <async/queue.h>             /* Queue, LifoQueue, PriorityQueue */
#include <async/thread.h>            /* to_thread */
#include <async/report.h>            /* set_exception_handler */
#include <async/subprocess.h>        /* create_subprocess_exec */
#include <async/file.h>              /* async_open, file_read, … */
#include <async/watch.h>             /* file_watch */
#include <async/tail.h>              /* file_tail */
#include <async/stream.h>            /* open_connection, stream_readline */
#include <async/server.h>            /* start_server */

#endif
