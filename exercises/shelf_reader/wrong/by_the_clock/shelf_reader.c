#include <stdio.h>
#include <unistd.h>
int main(void)
{
	setvbuf(stdout, 0, _IOLBF, 0);
	usleep(500000);
	puts("Ada reads Emma\nBob reads Emma");
	usleep(700000);
	puts("Bob reads Ulysses");
	usleep(700000);
	puts("Bob reads Walden");
	usleep(100000);
	puts("Ada reads Ulysses");
	usleep(100000);
	puts("Bob is through");
	usleep(1400000);
	puts("Ada reads Walden");
	sleep(1);
	puts("Ada is through");
}
