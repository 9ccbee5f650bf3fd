/*
 * verdict: CPU or WALL or MEMORY
 *
 * Becomes itself, again and again.
 */
#include <unistd.h>

int main(int argc, char **argv)
{
	execv(argv[0], argv);
	return 1;
}
