/*
 * The switch of stacks, and the marks that exceptions jump to, for x86-64
 * (System V ABI). What a call must preserve is rbx, rbp, r12 to r15 and the
 * stack pointer; the control words of the floating-point units are shared by
 * all coroutines.
 */
#if defined(__x86_64__) && !defined(ASYNC_PORTABLE)

	.text

/* bool coroutine_switch_(void **save, void *load): pushes what must be
 * preserved, leaves the stack pointer in *save, and goes on at load.
 *
 * Not by `ret`: the processor expects that to go back to the call that it has
 * seen last, which is on the other stack. */
	.globl	coroutine_switch_
	.type	coroutine_switch_, @function
	.align	16
coroutine_switch_:
	.cfi_startproc
	endbr64
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, (%rdi)
	movq	%rsi, %rsp
	movl	$1, %eax
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	popq	%rcx
	jmp	*%rcx
	.cfi_endproc
	.size	coroutine_switch_, . - coroutine_switch_

/* void coroutine_exit_(void *load) */
	.globl	coroutine_exit_
	.type	coroutine_exit_, @function
	.align	16
coroutine_exit_:
	.cfi_startproc
	endbr64
	movq	%rdi, %rsp
	xorl	%eax, %eax
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	popq	%rcx
	jmp	*%rcx
	.cfi_endproc
	.size	coroutine_exit_, . - coroutine_exit_

/* Where a new coroutine begins: r12 is its entry, r13 what that is given. The
 * end of the call chain, for debuggers. */
	.globl	coroutine_begin_
	.type	coroutine_begin_, @function
	.align	16
coroutine_begin_:
	.cfi_startproc
	.cfi_undefined rip
	endbr64
	movq	%r13, %rdi
	callq	*%r12
	ud2
	.cfi_endproc
	.size	coroutine_begin_, . - coroutine_begin_

/* int handler_mark_(uintptr_t registers[8]) */
	.globl	handler_mark_
	.type	handler_mark_, @function
	.align	16
handler_mark_:
	.cfi_startproc
	endbr64
	movq	(%rsp), %rdx
	leaq	8(%rsp), %rcx
	movq	%rbx, (%rdi)
	movq	%rbp, 8(%rdi)
	movq	%r12, 16(%rdi)
	movq	%r13, 24(%rdi)
	movq	%r14, 32(%rdi)
	movq	%r15, 40(%rdi)
	movq	%rcx, 48(%rdi)
	movq	%rdx, 56(%rdi)
	xorl	%eax, %eax
	ret
	.cfi_endproc
	.size	handler_mark_, . - handler_mark_

/* void handler_jump_(uintptr_t registers[8]): the mark returns again, with 1. */
	.globl	handler_jump_
	.type	handler_jump_, @function
	.align	16
handler_jump_:
	.cfi_startproc
	endbr64
	movq	(%rdi), %rbx
	movq	8(%rdi), %rbp
	movq	16(%rdi), %r12
	movq	24(%rdi), %r13
	movq	32(%rdi), %r14
	movq	40(%rdi), %r15
	movq	48(%rdi), %rsp
	movl	$1, %eax
	jmpq	*56(%rdi)
	.cfi_endproc
	.size	handler_jump_, . - handler_jump_

#endif
	.section	.note.GNU-stack, "", @progbits
