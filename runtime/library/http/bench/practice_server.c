/* The practice server, for those who are measured against it. */
#include <async/practice_server.h>

int main(int argc, char **argv)
{
	return practice_server_main(argc, argv);
}
