import { useEffect, useState } from 'preact/hooks';
import type { Report } from '../../../packages/client/src/index.ts';
import { Icon } from '../shell/icons.tsx';
import { say } from '../shell/language.ts';
import { texts } from '../texts.ts';

type Loaded =
  | { readonly is: 'loading' }
  | { readonly is: 'failed' }
  | { readonly is: 'here'; readonly url: string };

/** The PDF as a blob of this page: only a link of the page's own origin saves it under a name of the page's choice. */
function usePdf(pdfUrl: string, round: number): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ is: 'loading' });
  useEffect(() => {
    const controller = new AbortController();
    let url: string | undefined;
    setLoaded({ is: 'loading' });
    fetch(pdfUrl, { signal: controller.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error(`the PDF was answered ${response.status}`);
        const pdf = await response.blob();
        if (controller.signal.aborted) return;
        url = URL.createObjectURL(new Blob([pdf], { type: 'application/pdf' }));
        setLoaded({ is: 'here', url });
      })
      .catch(() => {
        if (!controller.signal.aborted) setLoaded({ is: 'failed' });
      });
    return () => {
      controller.abort();
      if (url !== undefined) URL.revokeObjectURL(url);
    };
  }, [pdfUrl, round]);
  return loaded;
}

/** The report's PDF in a frame, and a link that downloads it. */
export function PdfPart({ report }: { report: Report }) {
  const [round, setRound] = useState(0);
  const loaded = usePdf(report.pdfUrl, round);
  if (loaded.is === 'loading') return <p>{say(texts.loading)}</p>;
  if (loaded.is === 'failed')
    return (
      <p class="problem">
        {say(texts.pdfFailed)}{' '}
        <button type="button" class="quiet" onClick={() => setRound(round + 1)}>
          {say(texts.tryAgain)}
        </button>
      </p>
    );
  return (
    <section class="panel pdf-part">
      <p>
        <a class="button" href={loaded.url} download={report.pdfFileName}>
          <Icon name="document" />
          {say(texts.downloadPdf)}
        </a>{' '}
        <code>{report.pdfFileName}</code>
      </p>
      <iframe src={loaded.url} title={say(texts.pdfFrame)} />
    </section>
  );
}
