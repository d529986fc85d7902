import { useMemo } from "react";
import { type ChipChoice, ChipRow } from "../../components/ChipRow";
import type { UserCounts } from "../../ipc/bindings";
import { EFFECTIVE } from "./statusWords";
import { type Show, STATUSES } from "./view";

const TONES: Partial<Record<Show, ChipChoice["tone"]>> = { suspended: "bad", active: "good" };

interface Props {
	counts: UserCounts | undefined;
	show: Show;
	onShow: (show: Show) => void;
}

/** Filters with their counts; members first, because only they have a status. */
export function UserChips({ counts, show, onShow }: Props) {
	const choices = useMemo<ChipChoice[]>(
		() => [
			{ id: "members", label: "Members", count: counts?.members ?? null },
			...STATUSES.map((status) => ({
				id: status,
				label: EFFECTIVE[status].word,
				icon: EFFECTIVE[status].icon,
				tone: TONES[status],
				count: counts?.[status] ?? null,
			})),
			{ id: "all", label: "All", count: counts?.all ?? null },
		],
		[counts],
	);
	return (
		<ChipRow
			label="Filter by effective status"
			choices={choices}
			chosen={show === "cause" ? null : show}
			onChoose={(id) => onShow(id as Show)}
		/>
	);
}
