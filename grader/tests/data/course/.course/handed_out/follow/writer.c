#include <stdio.h>
#include <unistd.h>

int main(void)
{
	FILE *file = fopen("greetings", "w");
	FILE *words = fopen("greeting.txt", "r");
	char word[16];

	if (!file || !words || fscanf(words, "%15s", word) != 1)
		return 1;
	usleep(50000); /* between two looks of who reads, so that nothing is a tie */
	for (int i = 1;; i++) {
		fprintf(file, "%s %d\n", word, i);
		fflush(file);
		sleep(1);
	}
}
