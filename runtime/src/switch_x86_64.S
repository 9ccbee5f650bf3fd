/*
 * The switch of stacks, and the marks that exceptions jump to, for x86-64
 * (System V ABI). What a call must preserve is rbx, rbp, r12 to r15 and the
 * stack pointer; the control words of the floating-point units are shared by
 * all coroutines.
 */
#if defined(__x86_64__) && !defined(ASYNC_PORTABLE)

	.macro	begin_function name
	.globl	\name
	.type	\name, @function
	.align	16
\name:
	.cfi_startproc
	endbr64
	.endm

	.macro	end_function name
	.cfi_endproc
	.size	\name, . - \name
	.endm

	/* What must be preserved is pushed; where, goes to *save. */
	.macro	leave save
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, (\save)
	.endm

	/* All but the address to go on at. */
	.macro	arrive load
	movq	\load, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	.endm

	.text

/* bool coroutine_switch_(void **save, void *load)
 *
 * Goes on by a jump, not by `ret`: the processor guesses that a `ret` goes back
 * to the call that it has seen last, which is on the stack that was left. A wrong
 * guess takes as long as the whole switch. */
	begin_function coroutine_switch_
	leave	%rdi
	arrive	%rsi
	movl	$1, %eax
	popq	%rcx
	jmp	*%rcx
	end_function coroutine_switch_

/* void coroutine_swap_(void **save, void *load)
 *
 * Both were left by the same call: so the guess is right, for this `ret` and for
 * those of the functions around it. */
	begin_function coroutine_swap_
	leave	%rdi
	arrive	%rsi
	ret
	end_function coroutine_swap_

/* void coroutine_exit_(void *load) */
	begin_function coroutine_exit_
	arrive	%rdi
	xorl	%eax, %eax
	popq	%rcx
	jmp	*%rcx
	end_function coroutine_exit_

/* Where a new coroutine begins: r12 is its entry, r13 what that is given. The
 * end of the call chain, for debuggers. */
	begin_function coroutine_begin_
	.cfi_undefined rip
	movq	%r13, %rdi
	callq	*%r12
	ud2
	end_function coroutine_begin_

/* int handler_mark_(uintptr_t registers[8]) */
	begin_function handler_mark_
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
	end_function handler_mark_

/* void handler_jump_(uintptr_t registers[8]): the mark returns again, with 1. */
	begin_function handler_jump_
	movq	(%rdi), %rbx
	movq	8(%rdi), %rbp
	movq	16(%rdi), %r12
	movq	24(%rdi), %r13
	movq	32(%rdi), %r14
	movq	40(%rdi), %r15
	movq	48(%rdi), %rsp
	movl	$1, %eax
	jmpq	*56(%rdi)
	end_function handler_jump_

#endif
	.section	.note.GNU-stack, "", @progbits
