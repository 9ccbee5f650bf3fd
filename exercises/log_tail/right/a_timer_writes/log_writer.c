#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>
static int fd; static volatile int n;
static void tick(int s){ (void)s; char b[99]; struct timespec t; clock_gettime(CLOCK_REALTIME,&t); struct tm *m=gmtime(&t.tv_sec);
 int l=sprintf(b,"%04d-%02d-%02d %02d:%02d:%02d log line %d\n",m->tm_year+1900,m->tm_mon+1,m->tm_mday,m->tm_hour,m->tm_min,m->tm_sec,++n); (void)!write(fd,b,l); }
int main(int c,char**v){ if(c!=2) return 2; fd=open(v[1],O_WRONLY|O_APPEND|O_CREAT,0666); signal(SIGALRM,tick);
 struct itimerval i={{1,0},{0,250000}}; setitimer(ITIMER_REAL,&i,0); for(;;) pause(); }
