import { expect } from '@playwright/test';

interface Mail {
  To: string[];
  Subject: string;
  BodyText: string;
}

/** What the pattern's group finds in a mail to the address, once the local mail service has been given one. */
export async function mailed(address: string, pattern: RegExp): Promise<string> {
  let found = '';
  await expect(async () => {
    const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}/_ministack/ses/messages`);
    const { messages } = (await answer.json()) as { messages: Record<string, Mail[]> };
    const texts = Object.values(messages)
      .flat()
      .filter(({ To }) => To.includes(address))
      .map(({ Subject, BodyText }) => `${Subject}\n${BodyText}`);
    found = texts.map((text) => pattern.exec(text)?.[1]).find((group) => group !== undefined) ?? '';
    expect(found, `in ${texts.length} mails to ${address}`).not.toBe('');
  }).toPass({ timeout: 20_000, intervals: [200] });
  return found;
}
