#include <async/subprocess.h>

#include <signal.h>
#include <stddef.h>

#define NAME(signal)                                                                     \
	{                                                                                \
		signal, #signal                                                          \
	}

static const struct name {
	int number;
	const char *text;
} names[] = {
	NAME(SIGHUP),  NAME(SIGINT),   NAME(SIGQUIT), NAME(SIGILL),  NAME(SIGTRAP),
	NAME(SIGABRT), NAME(SIGBUS),   NAME(SIGFPE),  NAME(SIGKILL), NAME(SIGUSR1),
	NAME(SIGSEGV), NAME(SIGUSR2),  NAME(SIGPIPE), NAME(SIGALRM), NAME(SIGTERM),
	NAME(SIGCHLD), NAME(SIGCONT),  NAME(SIGSTOP), NAME(SIGTSTP), NAME(SIGTTIN),
	NAME(SIGTTOU), NAME(SIGURG),   NAME(SIGXCPU), NAME(SIGXFSZ), NAME(SIGVTALRM),
	NAME(SIGPROF), NAME(SIGWINCH), NAME(SIGIO),   NAME(SIGSYS),
};

const char *signal_name(int signal_number)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].number == signal_number)
			return names[i].text;
	return NULL;
}
