/*
 * The switch of stacks, and the marks that exceptions jump to, for aarch64
 * (AAPCS64). What a call must preserve is x19 to x29, the link register, the
 * stack pointer and the lower halves of v8 to v15.
 */
#if defined(__aarch64__) && !defined(ASYNC_PORTABLE)

	.macro	begin_function name
	.globl	\name
	.type	\name, %function
	.align	4
\name:
	.cfi_startproc
	hint	#34			/* bti c */
	.endm

	.macro	end_function name
	.cfi_endproc
	.size	\name, . - \name
	.endm

	/* All but the stack pointer, from or to 160 bytes. */
	.macro	store_registers at
	stp	x19, x20, [\at]
	stp	x21, x22, [\at, #16]
	stp	x23, x24, [\at, #32]
	stp	x25, x26, [\at, #48]
	stp	x27, x28, [\at, #64]
	stp	x29, x30, [\at, #80]
	stp	d8, d9, [\at, #96]
	stp	d10, d11, [\at, #112]
	stp	d12, d13, [\at, #128]
	stp	d14, d15, [\at, #144]
	.endm

	.macro	load_registers at
	ldp	x19, x20, [\at]
	ldp	x21, x22, [\at, #16]
	ldp	x23, x24, [\at, #32]
	ldp	x25, x26, [\at, #48]
	ldp	x27, x28, [\at, #64]
	ldp	x29, x30, [\at, #80]
	ldp	d8, d9, [\at, #96]
	ldp	d10, d11, [\at, #112]
	ldp	d12, d13, [\at, #128]
	ldp	d14, d15, [\at, #144]
	.endm

	.macro	leave save
	sub	sp, sp, #160
	store_registers sp
	mov	x9, sp
	str	x9, [\save]
	.endm

	.macro	arrive load
	mov	sp, \load
	load_registers sp
	add	sp, sp, #160
	.endm

	.text

/* bool coroutine_switch_(void **save, void *load)
 *
 * Goes on by a jump, not by `ret`: the processor guesses that a `ret` goes back
 * to the call that it has seen last, which is on the stack that was left. (By
 * x16: branch target protection lets that arrive anywhere.) */
	begin_function coroutine_switch_
	leave	x0
	arrive	x1
	mov	w0, #1
	mov	x16, x30
	br	x16
	end_function coroutine_switch_

/* void coroutine_swap_(void **save, void *load)
 *
 * Both were left by the same call: so the guess is right. */
	begin_function coroutine_swap_
	leave	x0
	arrive	x1
	ret
	end_function coroutine_swap_

/* void coroutine_exit_(void *load) */
	begin_function coroutine_exit_
	arrive	x0
	mov	w0, #0
	mov	x16, x30
	br	x16
	end_function coroutine_exit_

/* Where a new coroutine begins: x19 is its entry, x20 what that is given. The
 * end of the call chain, for debuggers. */
	begin_function coroutine_begin_
	.cfi_undefined x30
	mov	x0, x20
	blr	x19
	brk	#1
	end_function coroutine_begin_

/* int handler_mark_(uintptr_t registers[22]) */
	begin_function handler_mark_
	store_registers x0
	mov	x9, sp
	str	x9, [x0, #160]
	mov	w0, #0
	ret
	end_function handler_mark_

/* void handler_jump_(uintptr_t registers[22]): the mark returns again, with 1. */
	begin_function handler_jump_
	load_registers x0
	ldr	x9, [x0, #160]
	mov	sp, x9
	mov	w0, #1
	ret
	end_function handler_jump_

#endif
	.section	.note.GNU-stack, "", %progbits
