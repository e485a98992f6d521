import { Button, Group } from '@mantine/core';

/** What was done, and the way to take it back. */
export function UndoMessage({ text, label, undo }: { text: string; label: string; undo: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      {text}
      <Button variant="subtle" size="compact-sm" onClick={undo} style={{ flexShrink: 0 }}>
        {label}
      </Button>
    </Group>
  );
}
