#include <stdio.h>
#include <stdint.h>
#include <sys/timerfd.h>
#include <sys/epoll.h>
#include <unistd.h>
#include <string.h>
#include <sys/uio.h>
struct T { const char*name; int ms, k, n, fd; } t[] = {{"tea",300,3,0,0},{"egg",500,2,0,0},{"toast",700,2,0,0}};
int main(){
  int ep=epoll_create1(0), live=3;
  for(int i=0;i<3;i++){ t[i].fd=timerfd_create(CLOCK_MONOTONIC,TFD_NONBLOCK); struct itimerspec s={{0,t[i].ms*1000000L},{0,t[i].ms*1000000L}}; timerfd_settime(t[i].fd,0,&s,0); struct epoll_event e={EPOLLIN,{.u32=i}}; epoll_ctl(ep,EPOLL_CTL_ADD,t[i].fd,&e);}
  while(live){ struct epoll_event e; if(epoll_wait(ep,&e,1,-1)!=1) continue; struct T*q=&t[e.data.u32]; uint64_t x; if(read(q->fd,&x,8)!=8) continue; char b[40]; int l=sprintf(b,"%s %d\n",q->name,++q->n); struct iovec v={b,l}; (void)!writev(1,&v,1); if(q->n==q->k){ close(q->fd); live--; } }
  fputs("breakfast\n",stdout); return 0; }
