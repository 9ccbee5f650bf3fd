// The teacher's page is whole without this: it sorts, finds, and opens what a link leads to.
'use strict';
(() => {
	const table = document.getElementById('students');
	if (!table)
		return;
	const body = table.tBodies[0];
	const rows = [...body.rows];
	const heads = [...table.tHead.rows[0].cells];

	const value = (row, column) => {
		const cell = row.cells[column];
		const number = cell.dataset.number;
		return number === undefined ? cell.textContent : Number(number);
	};
	const compare = (a, b) =>
		typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));

	heads.forEach((head, column) => {
		const button = document.createElement('button');
		button.type = 'button';
		button.append(...head.childNodes);
		head.append(button);
		button.addEventListener('click', () => {
			const down = head.getAttribute('aria-sort') === 'ascending';
			heads.forEach((other) => other.removeAttribute('aria-sort'));
			head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
			rows.map((row, index) => ({ row, index, key: value(row, column) }))
				.sort((a, b) => (down ? -1 : 1) * compare(a.key, b.key) || a.index - b.index)
				.forEach((entry) => body.append(entry.row));
		});
	});

	const label = document.createElement('label');
	const input = document.createElement('input');
	const box = document.createElement('p');
	box.className = 'find';
	input.type = 'search';
	label.append('Find: ', input);
	box.append(label);
	table.parentElement.before(box);
	input.addEventListener('input', () => {
		const words = input.value.toLocaleLowerCase();
		rows.forEach((row) => { row.hidden = !row.textContent.toLocaleLowerCase().includes(words); });
	});

	const open = () => {
		const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
		if (target && target.tagName === 'DETAILS') {
			target.open = true;
			target.scrollIntoView();
		}
	};
	addEventListener('hashchange', open);
	open();
})();
