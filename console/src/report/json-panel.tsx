import { useState } from 'preact/hooks';
import { say } from '../shell/language.ts';
import { texts } from '../texts.ts';

/** Copies a text; says for a moment that it did. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      class="quiet copy"
      aria-label={`${say(copied ? texts.copied : texts.copy)}: ${what}`}
      onClick={async () => {
        await navigator.clipboard.writeText(text);
        setCopied(true);
        setTimeout(() => setCopied(false), 2000);
      }}
    >
      <span role="status">{say(copied ? texts.copied : texts.copy)}</span>
    </button>
  );
}

/** The report's JSON as the API gave it. */
export function JsonPanel({ report }: { report: object }) {
  const text = JSON.stringify(report, null, 2);
  return (
    <section class="panel json" aria-labelledby="json-title">
      <div class="title-row">
        <h2 id="json-title">{say(texts.rawJson)}</h2>
        <CopyButton text={text} what={say(texts.rawJson)} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
      <section class="scrolling" tabIndex={0} aria-label={say(texts.rawJson)}>
        <pre>{text}</pre>
      </section>
    </section>
  );
}
