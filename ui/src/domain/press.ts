/** What a button needs that runs a command: it turns while the command runs. */
export function press<Parameters>(
	command: { isPending: boolean; mutate: (parameters: Parameters) => void },
	parameters: Parameters,
) {
	return { busy: command.isPending, onClick: () => command.mutate(parameters) };
}
