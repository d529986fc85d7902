import { useRef, useState } from "react";
import { FormDialog } from "../../components/Dialog";
import { TextField } from "../../components/Field";
import type { ApiError, OrganizationSummary } from "../../ipc/bindings";
import { useCommand } from "../../ipc/useCommand";

const EXTERNAL_ID =
	"The id this organization has in another system. It cannot be changed once it is set.";

interface DialogProps {
	organization: OrganizationSummary;
	onClose: () => void;
}

interface Props {
	onCreated: (id: string) => void;
	onClose: () => void;
}

/** Makes an organization. */
export function CreateDialog({ onCreated, onClose }: Props) {
	const create = useCommand("create_organization");
	const [name, setName] = useState("");
	const [externalId, setExternalId] = useState("");
	const field = useRef<HTMLInputElement>(null);
	const error = create.error?.message ?? null;
	const aboutId = error !== null && /external id/i.test(error);
	return (
		<FormDialog
			title="New organization"
			submit="Create and set up"
			busy={create.isPending}
			initialFocus={field}
			onSubmit={() => create.mutate({ name, externalId }, { onSuccess: onCreated })}
			onClose={onClose}
			testId="create-dialog"
		>
			<TextField
				ref={field}
				label="Name"
				hint="As people here call it. It can be changed later."
				error={aboutId ? null : error}
				value={name}
				onChange={(event) => setName(event.target.value)}
				data-testid="organization-name"
			/>
			<TextField
				label="External ID (optional)"
				hint={EXTERNAL_ID}
				error={aboutId ? error : null}
				mono
				value={externalId}
				onChange={(event) => setExternalId(event.target.value)}
				data-testid="organization-external-id"
			/>
		</FormDialog>
	);
}

/** Gives an organization another name. */
export function RenameDialog({ organization, onClose }: DialogProps) {
	const rename = useCommand("rename_organization");
	return (
		<OneField
			title={`Rename ${organization.name}`}
			submit="Rename"
			label="Name"
			hint="Nothing changes in Salesforce."
			start={organization.name}
			command={rename}
			onSubmit={(name) =>
				rename.mutate({ organizationId: organization.id, name }, { onSuccess: onClose })
			}
			onClose={onClose}
			testId="rename-dialog"
			fieldId="organization-name"
		/>
	);
}

/** Sets the external id, once. */
export function ExternalIdDialog({ organization, onClose }: DialogProps) {
	const set = useCommand("set_external_id");
	return (
		<OneField
			title={`External ID of ${organization.name}`}
			submit="Set External ID"
			label="External ID"
			hint={EXTERNAL_ID}
			mono
			start=""
			command={set}
			onSubmit={(externalId) =>
				set.mutate({ organizationId: organization.id, externalId }, { onSuccess: onClose })
			}
			onClose={onClose}
			testId="external-id-dialog"
			fieldId="organization-external-id"
		/>
	);
}

function OneField({
	label,
	hint,
	mono,
	start,
	command,
	fieldId,
	onSubmit,
	...rest
}: {
	title: string;
	submit: string;
	label: string;
	hint: string;
	mono?: boolean;
	start: string;
	command: { isPending: boolean; error: ApiError | null };
	onSubmit: (value: string) => void;
	onClose: () => void;
	testId: string;
	fieldId: string;
}) {
	const [value, setValue] = useState(start);
	const field = useRef<HTMLInputElement>(null);
	return (
		<FormDialog
			{...rest}
			busy={command.isPending}
			initialFocus={field}
			onSubmit={() => onSubmit(value)}
		>
			<TextField
				ref={field}
				label={label}
				hint={hint}
				error={command.error?.message}
				mono={mono}
				value={value}
				onChange={(event) => setValue(event.target.value)}
				onFocus={(event) => event.target.select()}
				data-testid={fieldId}
			/>
		</FormDialog>
	);
}
