/*
 * What may help who has given course run something that cannot be started.
 */
#ifndef COURSE_COMMAND_RUN_ADVICE_H
#define COURSE_COMMAND_RUN_ADVICE_H

/* One sentence, without its full stop, to be freed; or NULL: nothing is known of it. */
char *run_advice(const char *program);

#endif
