/*
 * The practice server, in a process of its own. It is whole.
 */
#include <async.h>
#include <async/practice_server.h>

int main(int argc, char **argv)
{
	return practice_server_main(argc, argv);
}
