import { useState } from 'react';

/** One layer of the bars. */
export interface Layer {
  readonly id: string;
  readonly word: string;
  /** A class that fills. */
  readonly fill: string;
  /** A class for its sign in the legend. */
  readonly ground: string;
}

export interface Bar {
  readonly key: string | number;
  /** What the bar is of: a time. */
  readonly label: string;
  readonly values: Readonly<Record<string, number>>;
}

const height = 132;

/**
 * Bars over time, in layers. Drawn as SVG: it takes its colours from the theme at once, is as sharp as the screen, and a
 * hundred bars need no library. What the picture says, its description says, too.
 */
export function Bars(props: {
  readonly label: string;
  readonly bars: readonly Bar[];
  readonly layers: readonly Layer[];
}) {
  const { bars, layers } = props;
  const [over, setOver] = useState<number>();
  const sum = ({ values }: Bar): number => layers.reduce((total, { id }) => total + (values[id] ?? 0), 0);
  const most = Math.max(4, ...bars.map(sum));
  const top = niceAbove(most);
  const totals = layers.map(({ id, word }) => `${bars.reduce((n, { values }) => n + (values[id] ?? 0), 0)} ${word}`);
  const shown = over === undefined ? undefined : bars[over];
  return (
    <figure>
      <div className="flex gap-2">
        <div
          aria-hidden="true"
          className="flex w-8 flex-col justify-between text-right text-2xs text-ink-3 tabular-nums"
          style={{ height }}
        >
          <span className="-mt-1">{top}</span>
          <span>{top / 2}</span>
          <span className="-mb-1">0</span>
        </div>
        <svg
          role="img"
          aria-label={`${props.label}: ${totals.join(', ')}`}
          viewBox={`0 0 ${Math.max(1, bars.length)} ${height}`}
          preserveAspectRatio="none"
          className="min-w-0 flex-1"
          style={{ height }}
          onPointerLeave={() => setOver(undefined)}
          onPointerMove={({ currentTarget, clientX }) => {
            const box = currentTarget.getBoundingClientRect();
            setOver(
              Math.min(bars.length - 1, Math.max(0, Math.floor(((clientX - box.left) / box.width) * bars.length))),
            );
          }}
        >
          {[0, 0.5, 1].map((part) => (
            <line
              key={part}
              x1="0"
              x2={bars.length}
              y1={part * height}
              y2={part * height}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {bars.map((bar, index) => {
            let y = height;
            return (
              <g key={bar.key} opacity={over === undefined || over === index ? 1 : 0.55}>
                {layers.map(({ id, fill }) => {
                  const tall = ((bar.values[id] ?? 0) / top) * height;
                  y -= tall;
                  return tall === 0 ? null : (
                    <rect key={id} x={index + 0.12} y={y} width={0.76} height={Math.max(tall, 1)} className={fill} />
                  );
                })}
              </g>
            );
          })}
        </svg>
      </div>
      <figcaption className="mt-2 flex min-h-5 flex-wrap items-center gap-x-4 pl-10 text-2xs text-ink-2">
        {layers.map(({ id, word, ground }) => (
          <span key={id} className="inline-flex items-center gap-1.5">
            <span className={`size-2 rounded-xs ${ground}`} />
            {shown === undefined ? word : `${shown.values[id] ?? 0} ${word}`}
          </span>
        ))}
        <span className="ml-auto text-ink-3 tabular-nums">
          {shown?.label ?? `${bars[0]?.label ?? ''} – ${bars.at(-1)?.label ?? ''}`}
        </span>
      </figcaption>
    </figure>
  );
}

/** The next even number of one digit and zeros: what an axis ends at. */
function niceAbove(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 6, 8, 10].find((one) => one * unit >= value) ?? 10;
  return Math.max(2, step * unit);
}
