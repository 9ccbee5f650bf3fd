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
#include <async/task.h>              /* Task, create_task */
#include <async/subprocess.h>        /* create_subprocess_exec */
#include <async/file.h>              /* async_open, file_readline */

#endif
