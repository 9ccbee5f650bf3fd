/* The practice server, as learners start it. */
#include <async/practice_server.h>

int main(int argc, char **argv)
{
	return practice_server_main(argc, argv);
}
